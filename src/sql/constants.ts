import { as, child, flag, has, list, number, type Tree, text } from "./tree.js";

export type Constant =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

/** The value of a constant, through casts; null when the node is something else. */
export function constantOf(node: Tree): Constant | null {
  const cast = as(node, "TypeCast");
  if (cast !== null) return constantOf(child(cast, "arg"));
  const constant = as(node, "A_Const");
  if (constant === null) return null;
  if (flag(constant, "isnull")) return { kind: "null" };
  if (has(constant, "sval")) return { kind: "string", value: text(child(constant, "sval"), "sval") ?? "" };
  if (has(constant, "ival")) return { kind: "number", value: String(number(child(constant, "ival"), "ival")) };
  if (has(constant, "fval")) return { kind: "number", value: text(child(constant, "fval"), "fval") ?? "0" };
  if (has(constant, "boolval")) return { kind: "boolean", value: flag(child(constant, "boolval"), "boolval") };
  return { kind: "string", value: text(child(constant, "bsval"), "bsval") ?? "" };
}

/** A constant, a cast of one, or an array of them. */
export function isConstant(node: Tree): boolean {
  const cast = as(node, "TypeCast");
  if (cast !== null) return isConstant(child(cast, "arg"));
  const array = as(node, "A_ArrayExpr");
  if (array !== null) return list(array, "elements").every(isConstant);
  return as(node, "A_Const") !== null;
}

export function isNullConstant(node: Tree): boolean {
  return constantOf(node)?.kind === "null";
}
