import type { Formula } from "../model/operation.js";
import { constantOf } from "./constants.js";
import { columnName } from "./expressions.js";
import { as, child, has, list, nameFrom, stringOf, strings, type Tree, text } from "./tree.js";

/** A column, perhaps cast, a built-in function of one, or sums and products of whole numbers; null for anything else. */
export function formulaOf(node: Tree): Formula | null {
  const column = as(node, "ColumnRef");
  if (column !== null) {
    const name = columnName(column);
    return name === null ? null : { kind: "column", name };
  }
  const cast = as(node, "TypeCast");
  if (cast !== null) {
    const of = formulaOf(child(cast, "arg"));
    const name = child(cast, "typeName");
    const type = strings(list(name, "names")).at(-1);
    return of === null || type === undefined || has(name, "arrayBounds") ? null : { kind: "cast", of, type };
  }
  const constant = constantOf(node);
  if (constant !== null) return constant.kind === "number" ? { kind: "constant", text: constant.value } : null;
  const call = as(node, "FuncCall");
  return call === null ? arithmetic(as(node, "A_Expr")) : called(call);
}

function called(call: Tree): Formula | null {
  const { schema, name } = nameFrom(strings(list(call, "funcname")));
  const [argument, ...others] = list(call, "args");
  const of = argument === undefined || others.length > 0 ? null : formulaOf(argument);
  return of === null || (schema !== null && schema !== "pg_catalog") ? null : { kind: "call", name, of };
}

function arithmetic(expression: Tree | null): Formula | null {
  if (expression === null || text(expression, "kind") !== "AEXPR_OP") return null;
  const sign = stringOf(list(expression, "name")[0] ?? {});
  const [left, right] = [formulaOf(child(expression, "lexpr")), formulaOf(child(expression, "rexpr"))];
  if (left === null || right === null || !(sign === "+" || sign === "-" || sign === "*" || sign === "/")) return null;
  return { kind: "arithmetic", sign, left, right };
}
