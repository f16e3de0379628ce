import type { RowBound } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { constantOf, isConstant } from "./constants.js";
import { columnName } from "./expressions.js";
import { as, child, has, list, nameFrom, relation, stringOf, strings, type Tree, text, walk } from "./tree.js";

/** What an UPDATE or DELETE aims at. */
export interface Target {
  readonly table: RelationName;
  /** Its alias, else its name. */
  readonly alias: string;
  /** FROM of an UPDATE, USING of a DELETE. */
  readonly joined: readonly Tree[];
  /** Names under which a joined query with a LIMIT is known: a batch. */
  readonly batches: ReadonlySet<string>;
  /** Names under which a query that takes every row of the table is known. */
  readonly wholes: ReadonlySet<string>;
}

/** A list longer than this is a bulk change, whatever it pins. */
const SHORT_LIST = 50;
const ORDER: readonly RowBound[] = ["key", "range", "filter", "all"];
const MIRRORED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=" };

/** How many rows a condition lets through, from the tree alone. */
export function rowBound(where: Tree | null, target: Target): RowBound {
  if (where === null) return target.batches.size > 0 ? "range" : "all";
  if (has(where, "CurrentOfExpr")) return "key";
  if (namesOthersAlone(where, target)) return "all";
  return boundOf(where, target);
}

/** What says nothing of the table itself lets all of its rows through, or none (a join without a condition). */
function namesOthersAlone(where: Tree, { alias, joined }: Target): boolean {
  if (joined.length === 0) return false;
  const relations: (string | null)[] = [];
  walk(where, (tag, body) => {
    if (tag === "ColumnRef") relations.push(strings(list(body, "fields")).at(-2) ?? null);
    return true;
  });
  return relations.length > 0 && relations.every((name) => name !== null && name !== alias);
}

function boundOf(node: Tree, target: Target): RowBound {
  const truth = truthOf(node, target);
  if (truth === true) return "all";
  if (truth === false) return "key";
  const junction = as(node, "BoolExpr");
  if (junction !== null) return junctionBound(junction, target);
  const subquery = as(node, "SubLink");
  if (subquery !== null) return subqueryBound(subquery, target);
  const comparison = as(node, "A_Expr");
  return comparison === null ? "filter" : comparisonBound(comparison, target);
}

/** `id IN (SELECT id FROM t LIMIT 1000)` is a batch; the same without LIMIT and WHERE is the whole table. */
function subqueryBound(subquery: Tree, target: Target): RowBound {
  if (text(subquery, "subLinkType") !== "ANY_SUBLINK") return "filter";
  const select = child(child(subquery, "subselect"), "SelectStmt");
  if (has(select, "limitCount")) return "range";
  const from = list(select, "fromClause");
  if (from.some((item) => target.batches.has(text(child(item, "RangeVar"), "relname") ?? ""))) return "range";
  const column = ownColumn(child(subquery, "testexpr"), target);
  const whole =
    from.length === 1 && isTarget(from[0] ?? {}, target) && !has(select, "whereClause") && !has(select, "havingClause");
  return whole && column !== null && isKeyLike(column, target) ? "all" : "filter";
}

function junctionBound(junction: Tree, target: Target): RowBound {
  const parts = list(junction, "args");
  const bounds = parts.map((part) => boundOf(part, target));
  switch (text(junction, "boolop")) {
    case "AND_EXPR":
      // Whether a column names few rows is the schema's to say; a slice is one whatever stands beside it.
      return isSlice(parts) || bounds.includes("range") ? "range" : tightest(bounds);
    case "OR_EXPR":
      if (bounds.length > SHORT_LIST && !bounds.includes("all")) return "filter";
      return bounds.reduce((a, b) => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b), "key");
    default:
      return "filter";
  }
}

function tightest(bounds: readonly RowBound[]): RowBound {
  return bounds.reduce((a, b) => (ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b), "all");
}

/** True where every row passes, false where none does, null where it depends. */
function truthOf(node: Tree, target: Target): boolean | null {
  const constant = constantOf(node);
  if (constant !== null) {
    if (constant.kind === "boolean") return constant.value;
    return constant.kind === "null" ? false : null;
  }
  const negation = as(node, "BoolExpr");
  if (negation !== null && text(negation, "boolop") === "NOT_EXPR") {
    const inner = truthOf(list(negation, "args")[0] ?? {}, target);
    return inner === null ? null : !inner;
  }
  const test = as(node, "NullTest");
  if (test !== null) {
    const column = ownColumn(child(test, "arg"), target);
    return column !== null && isKeyLike(column, target) && text(test, "nulltesttype") === "IS_NOT_NULL" ? true : null;
  }
  return comparisonTruth(as(node, "A_Expr") ?? {}, target);
}

function comparisonTruth(comparison: Tree, target: Target): boolean | null {
  const operator = operatorOf(comparison);
  if (operator === null) return null;
  const [left, right] = [child(comparison, "lexpr"), child(comparison, "rexpr")];
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a !== null && b !== null && operator === "=") {
    if (a.kind === "null" || b.kind === "null") return false;
    return a.kind === b.kind ? a.value === b.value : null;
  }
  const [c, d] = [ownColumn(left, target), ownColumn(right, target)];
  if (c !== null && c === d && operator === "=") return true;
  // `WHERE id > 0` is how a mandatory WHERE is got around.
  if (c !== null && isKeyLike(c, target) && b?.kind === "number" && [">", ">="].includes(operator) && Number(b.value) <= 0)
    return true;
  return isSelfJoin(left, right, operator, target) ? true : null;
}

function comparisonBound(comparison: Tree, target: Target): RowBound {
  const [left, right] = [child(comparison, "lexpr"), child(comparison, "rexpr")];
  const kind = text(comparison, "kind");
  if (joinsBatch(left, target) || joinsBatch(right, target)) return "range";
  const column = ownColumn(left, target) ?? ownColumn(right, target);
  if (column === null) return "filter";
  if (column === "ctid") return isPin(left) || isPin(right) ? "key" : "range";
  if (kind === "AEXPR_IN" && operatorOf(comparison) === "=") {
    const items = list(child(right, "List"), "items");
    return items.length <= SHORT_LIST && items.every(isPin) ? "key" : "filter";
  }
  if (kind === "AEXPR_BETWEEN" || kind === "AEXPR_BETWEEN_SYM") return "range";
  if (operatorOf(comparison) !== "=") return "filter";
  if (kind === "AEXPR_OP_ANY") {
    const array = as(right, "A_ArrayExpr");
    return array !== null && list(array, "elements").length <= SHORT_LIST && isConstant(right) ? "key" : "filter";
  }
  return kind === "AEXPR_OP" && (isPin(left) || isPin(right)) ? "key" : "filter";
}

/** One value other than a boolean, which would pin half a table. */
function isPin(node: Tree): boolean {
  const constant = constantOf(node);
  return as(node, "ParamRef") !== null || (constant !== null && constant.kind !== "boolean" && constant.kind !== "null");
}

/** A lower and an upper end of one column among the parts of an AND. */
function isSlice(parts: readonly Tree[]): boolean {
  const ends = new Set<string>();
  for (const part of parts) {
    const comparison = as(part, "A_Expr") ?? {};
    const operator = operatorOf(comparison) ?? "";
    for (const [from, to, sign] of [
      [child(comparison, "lexpr"), child(comparison, "rexpr"), operator],
      [child(comparison, "rexpr"), child(comparison, "lexpr"), MIRRORED[operator] ?? ""],
    ] as const) {
      const column = as(from, "ColumnRef");
      if (column !== null && as(to, "ColumnRef") === null && /^[<>]=?$/u.test(sign))
        ends.add(`${sign.charAt(0)}${columnName(column)}`);
    }
  }
  return [...ends].some((end) => end.startsWith(">") && ends.has(`<${end.slice(1)}`));
}

function operatorOf(comparison: Tree): string | null {
  const name = list(comparison, "name").at(-1);
  return name === undefined ? null : stringOf(name);
}

/** The column when the node is a column of the target, or may be (unqualified and nothing joined). */
function ownColumn(node: Tree, target: Target): string | null {
  const reference = as(node, "ColumnRef");
  if (reference === null) return null;
  const parts = strings(list(reference, "fields"));
  if (parts.length === 1) return target.joined.length === 0 ? (parts[0] ?? null) : null;
  return parts.at(-2) === target.alias ? (parts.at(-1) ?? null) : null;
}

/** Names that primary keys go by. */
function isKeyLike(column: string, { table }: Target): boolean {
  const singular = table.name.replace(/s$/u, "");
  return ["id", "uuid", "guid", "pk", "ctid", `${table.name}_id`, `${singular}_id`].includes(column);
}

/** `t.id = other.id` where `other` is the same table once more, whole. */
function isSelfJoin(left: Tree, right: Tree, operator: string, target: Target): boolean {
  if (operator !== "=" || target.joined.length !== 1 || !isTarget(target.joined[0] ?? {}, target)) return false;
  const [a, b] = [left, right].map(qualifiedColumn);
  return a !== undefined && b !== undefined && a.name === b.name && a.name !== "" && a.schema !== b.schema;
}

function joinsBatch(node: Tree, target: Target): boolean {
  const { schema } = qualifiedColumn(node);
  return schema !== null && target.batches.has(schema);
}

function qualifiedColumn(node: Tree): RelationName {
  return nameFrom(strings(list(child(node, "ColumnRef"), "fields")));
}

function isTarget(from: Tree, { table, wholes }: Target): boolean {
  const range = as(from, "RangeVar");
  if (range === null) return false;
  const other = relation(range);
  if (other.schema === null && wholes.has(other.name)) return true;
  return other.name === table.name && (other.schema === null || table.schema === null || other.schema === table.schema);
}
