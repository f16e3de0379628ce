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

/** Tables that a query, or one inside of it, adds up as a whole: an aggregate in front, and nothing that narrows the rows. */
export function totalsOf(query: unknown): readonly RelationName[] {
  const found: RelationName[] = [];
  walk({ SelectStmt: query }, (tag, node) => {
    if (tag !== "SelectStmt" || ["whereClause", "limitCount", "withClause"].some((part) => has(node, part))) return true;
    const adds = list(node, "targetList").some((target) => {
      const call = as(child(child(target, "ResTarget"), "val"), "FuncCall");
      return call !== null && ADDING.has(strings(list(call, "funcname")).at(-1) ?? "") && !has(call, "over");
    });
    for (const from of adds ? list(node, "fromClause") : []) {
      const range = as(from, "RangeVar");
      if (range !== null) found.push(relation(range));
    }
    return true;
  });
  return found;
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
