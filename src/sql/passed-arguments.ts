import type { PassedArguments } from "../model/operation.js";
import { constantOf } from "./constants.js";
import { as, child, list, nameFrom, strings, type Tree, text, walk } from "./tree.js";

/** The calls in a tree that pass constants. Functions of `pg_catalog` have no body to open, and are left out where their schema stands. */
export function passedArguments(tree: unknown): readonly PassedArguments[] {
  const found: PassedArguments[] = [];
  walk(tree, (tag, body) => {
    if (tag !== "FuncCall") return true;
    const routine = nameFrom(strings(list(body, "funcname")));
    const given = list(body, "args").map(argument);
    if (routine.schema !== "pg_catalog" && given.some(({ value }) => value !== null)) found.push({ routine, arguments: given });
    return true;
  });
  return found;
}

/** `value`, or `name => value`. */
function argument(node: Tree): PassedArguments["arguments"][number] {
  const named = as(node, "NamedArgExpr");
  return named === null
    ? { name: null, value: literal(node) }
    : { name: text(named, "name"), value: literal(child(named, "arg")) };
}

function literal(node: Tree): string | null {
  const cast = as(node, "TypeCast");
  if (cast !== null) return literal(child(cast, "arg"));
  const array = as(node, "A_ArrayExpr");
  if (array !== null) {
    const elements = list(array, "elements").map(literal);
    return elements.includes(null) ? null : `ARRAY[${elements.join(", ")}]`;
  }
  const constant = constantOf(node);
  if (constant === null || constant.kind === "null") return null;
  return constant.kind === "string" ? `'${constant.value.replaceAll("'", "''")}'` : String(constant.value);
}
