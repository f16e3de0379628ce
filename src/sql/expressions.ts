import type { Expression } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { constantOf, isConstant, isNullConstant } from "./constants.js";
import { as, child, list, nameFrom, stringOf, strings, type Tree, text, walk } from "./tree.js";

/** An expression from its node and its text. */
export function expressionOf(node: Tree, written: string): Expression {
  const columns = new Set<string>();
  const functions = new Map<string, RelationName>();
  const literals: string[] = [];
  walk(node, (tag, body) => {
    if (tag === "ColumnRef") columns.add(columnName(body) ?? "");
    else if (tag === "A_Const") literals.push(...stringLiteral(body));
    else for (const name of functionNames(tag, body)) functions.set(`${name.schema}.${name.name}`, name);
    return tag !== "TypeName" && tag !== "typeName";
  });
  columns.delete("");
  return {
    text: written,
    columns: [...columns],
    functions: [...functions.values()],
    literals,
    constant: isConstant(node),
    isNull: isNullConstant(node),
    provesNotNull: provenNotNull(node),
  };
}

/** The column that a ColumnRef names; null for `*`. */
export function columnName(columnRef: Tree): string | null {
  const last = list(columnRef, "fields").at(-1);
  return last === undefined ? null : stringOf(last) || null;
}

/** Functions that a tree calls, in order of appearance, each once. */
export function calledFunctions(tree: unknown): RelationName[] {
  const found = new Map<string, RelationName>();
  walk(tree, (tag, body) => {
    for (const name of functionNames(tag, body)) found.set(`${name.schema}.${name.name}`, name);
    return true;
  });
  return [...found.values()];
}

/** `CURRENT_TIMESTAMP` and its kin are functions without parentheses; they count under their own names, in lower case. */
function functionNames(tag: string, body: Tree): RelationName[] {
  if (tag === "FuncCall") return [nameFrom(strings(list(body, "funcname")))];
  if (tag === "SQLValueFunction") {
    const name = (text(body, "op") ?? "").replace(/^SVFOP_/u, "").replace(/_N$/u, "");
    return [{ schema: "pg_catalog", name: name.toLowerCase() }];
  }
  return [];
}

function stringLiteral(constant: Tree): string[] {
  const value = constantOf({ A_Const: constant });
  return value?.kind === "string" ? [value.value] : [];
}

/**
 * Columns `c` of `c IS NOT NULL` that must hold for the whole to be true, or false where it is `negated`. The server
 * works out NOT and IS DISTINCT FROM NULL, and an OR proves what each of its arms proves (measured, 15 and 18).
 */
function provenNotNull(node: Tree, negated = false): string[] {
  const tested = nullTest(node);
  if (tested !== null) return tested.isNull === negated ? [tested.column] : [];
  const junction = as(node, "BoolExpr");
  if (junction === null) return [];
  const operator = text(junction, "boolop");
  if (operator === "NOT_EXPR") return list(junction, "args").flatMap((arg) => provenNotNull(arg, !negated));
  const [first = [], ...others] = list(junction, "args").map((arg) => provenNotNull(arg, negated));
  if ((operator === "AND_EXPR") !== negated) return [...new Set([first, ...others].flat())];
  return first.filter((column) => others.every((arm) => arm.includes(column)));
}

/** `c IS [NOT] NULL`, also as `c IS [NOT] DISTINCT FROM NULL`. */
function nullTest(node: Tree): { readonly column: string; readonly isNull: boolean } | null {
  const test = as(node, "NullTest");
  const comparison = as(node, "A_Expr");
  const kind = comparison === null ? undefined : text(comparison, "kind");
  const withNull = kind === "AEXPR_DISTINCT" || kind === "AEXPR_NOT_DISTINCT";
  if (comparison !== null && (!withNull || !isNullConstant(child(comparison, "rexpr")))) return null;
  const operand = test === null ? child(comparison ?? {}, "lexpr") : child(test, "arg");
  const reference = as(operand, "ColumnRef");
  const column = reference === null ? null : columnName(reference);
  if (column === null) return null;
  return { column, isNull: test === null ? kind === "AEXPR_NOT_DISTINCT" : text(test, "nulltesttype") === "IS_NULL" };
}
