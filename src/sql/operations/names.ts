import type { RelationName } from "../../model/relation-name.js";
import { as, child, list, nameFrom, relation, stringOf, strings, type Tree, text } from "../tree.js";

/** The name that any of the parser's ways to write an object's name stands for. */
export function objectName(node: Tree): RelationName {
  const items = as(node, "List");
  if (items !== null) return nameFrom(strings(list(items, "items")));
  const routine = as(node, "ObjectWithArgs");
  if (routine !== null) return nameFrom(strings(list(routine, "objname")));
  const type = as(node, "TypeName");
  if (type !== null) return nameFrom(strings(list(type, "names")));
  const range = as(node, "RangeVar");
  if (range !== null) return relation(range);
  const role = as(node, "RoleSpec");
  if (role !== null) return { schema: null, name: roleName(role) };
  const number = text(child(node, "Float"), "fval");
  return { schema: null, name: stringOf(node) || (number ?? String(child(node, "Integer")["ival"] ?? "")) };
}

/** Parts of a name that holds the name of a relation and of something on it: `[relation, part]`. */
export function partOf(node: Tree): { readonly on: RelationName; readonly part: string } {
  const items = list(as(node, "List") ?? {}, "items");
  const [first] = items;
  const type = first === undefined ? null : as(first, "TypeName");
  if (type !== null) return { on: objectName({ TypeName: type }), part: stringOf(items[1] ?? {}) };
  const parts = strings(items);
  return { on: nameFrom(parts.slice(0, -1)), part: parts.at(-1) ?? "" };
}

export function roleName(role: Tree): string {
  const kind = text(role, "roletype") ?? "ROLESPEC_CSTRING";
  return kind === "ROLESPEC_CSTRING" ? (text(role, "rolename") ?? "") : kind.replace("ROLESPEC_", "").toLowerCase();
}

export function bare(name: string | null): RelationName {
  return { schema: null, name: name ?? "" };
}
