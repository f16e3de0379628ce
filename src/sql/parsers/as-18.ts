import { isTree, type Tree } from "../tree.js";

/**
 * A tree of the grammar of 16 in the shape of 18, as far as the readers look: 18 says of every CHECK and foreign key
 * whether it is enforced, before there was no other kind.
 */
export function as18(node: Tree): Tree {
  const entries = Object.entries(node).map(([field, value]): [string, unknown] => [field, converted(field, value)]);
  return Object.fromEntries(entries);
}

function converted(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isTree(item) ? as18(item) : item));
  if (!isTree(value)) return value;
  const body = as18(value);
  return field === "Constraint" ? { ...body, is_enforced: true } : body;
}
