import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { as, child, has, list, relation, strings, type Tree, text, unwrap, walk } from "./tree.js";

const NARROWING = [
  "larg",
  "whereClause",
  "limitCount",
  "limitOffset",
  "groupClause",
  "havingClause",
  "distinctClause",
  "withClause",
];

/** `SELECT a, b FROM t`, with or without ORDER BY: the table of which a query takes every row; null for any other. */
export function wholeOf(query: Tree): RelationName | null {
  const [from, ...others] = list(query, "fromClause");
  const range = as(from ?? {}, "RangeVar");
  if (range === null || others.length > 0 || NARROWING.some((part) => has(query, part))) return null;
  return relation(range);
}

/** Aggregates for which no index saves reading the rows; max() and min() look at its end. */
const ADDING = new Set([
  ...["count", "sum", "avg", "string_agg", "array_agg", "bool_and", "bool_or", "every", "json_agg", "jsonb_agg", "stddev"],
]);

/** Tables that a query, or one inside of it, adds up: an aggregate in front, and no subquery or other table that picks the rows. */
export function totalsOf(query: unknown): NonNullable<OperationOf<"select">["totals"]> {
  const found: { of: RelationName; by: readonly string[] }[] = [];
  walk({ SelectStmt: query }, (tag, node) => {
    if (tag !== "SelectStmt" || ["limitCount", "withClause"].some((part) => has(node, part))) return true;
    const adds = list(node, "targetList").some((target) => {
      const call = as(child(child(target, "ResTarget"), "val"), "FuncCall");
      return call !== null && ADDING.has(strings(list(call, "funcname")).at(-1) ?? "") && !has(call, "over");
    });
    const from = adds ? list(node, "fromClause") : [];
    const by = has(node, "whereClause") ? columnsIn(child(node, "whereClause")) : [];
    if (by === null || (by.length > 0 && from.length > 1)) return true;
    for (const each of from) {
      const range = as(each, "RangeVar");
      if (range !== null) found.push({ of: relation(range), by });
    }
    return true;
  });
  return found;
}

/** Columns that a condition names; null where it asks other tables, or none of its own columns. */
function columnsIn(where: Tree): readonly string[] | null {
  const columns: string[] = [];
  let asks = false;
  walk(where, (tag, node) => {
    if (tag === "SubLink") asks = true;
    if (tag === "ColumnRef") columns.push(strings(list(node, "fields")).at(-1) ?? "");
    return true;
  });
  return asks || columns.length === 0 ? null : columns;
}

/** Does each column go by its own name? */
function keepsNames(query: Tree): boolean {
  return list(query, "targetList").every((target) => {
    const column = child(target, "ResTarget");
    return text(column, "name") === null && as(child(column, "val"), "ColumnRef") !== null;
  });
}

/** The table that a query copies, column by column. */
export function copied(query: Tree): { readonly wholeOf?: RelationName } {
  // INTO stands in the query itself.
  const whole = keepsNames(query) ? wholeOf(query) : null;
  return whole === null ? {} : { wholeOf: whole };
}

/** Names of WITH queries that take every row of the table, their columns under their own names. */
export function wholeQueries(withClause: Tree, table: RelationName): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of list(withClause, "ctes")) {
    const query = child(node, "CommonTableExpr");
    const [tag, select] = unwrap(child(query, "ctequery"));
    const whole = tag === "SelectStmt" && list(query, "aliascolnames").length === 0 ? wholeOf(select) : null;
    if (whole?.name === table.name && whole.schema === table.schema && keepsNames(select))
      names.add(text(query, "ctename") ?? "");
  }
  return names;
}
