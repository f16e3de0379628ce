import type { GivenValue } from "../model/operation.js";
import { constantOf } from "./constants.js";
import { formulaOf } from "./formula-of.js";
import { as, has, type Tree } from "./tree.js";

/** A value of an INSERT or an UPDATE, as far as its text tells. */
export function givenValue(node: Tree): GivenValue {
  if (has(node, "SetToDefault")) return { kind: "default" };
  const negative = negated(node);
  const constant = constantOf(negative ?? node);
  if (constant === null) {
    const from = formulaOf(node);
    return from === null ? { kind: "computed" } : { kind: "computed", from };
  }
  if (constant.kind === "null") return { kind: "null" };
  const text = String(constant.value);
  return {
    kind: "constant",
    text: negative === null ? text : `-${text}`,
    quoted: constant.kind === "string" && has(node, "A_Const"),
  };
}

/** The operand of a minus sign: `-1` is an expression to the parser. */
function negated(node: Tree): Tree | null {
  const expression = as(node, "A_Expr");
  if (expression === null || has(expression, "lexpr")) return null;
  const operand = expression["rexpr"];
  const written = JSON.stringify(expression["name"] ?? "");
  return written.includes('"-"') && typeof operand === "object" && operand !== null ? (operand as Tree) : null;
}
