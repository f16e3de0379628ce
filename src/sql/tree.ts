import type { RelationName } from "../model/relation-name.js";

/** A node of the parser's tree, untyped: fields with a default value (0, false, "") are absent. */
export interface Tree {
  readonly [field: string]: unknown;
}

const EMPTY: Tree = Object.freeze({});

/** The node under a field; an empty node when it is absent. */
export function child(node: Tree, field: string): Tree {
  const value = node[field];
  return isTree(value) ? value : EMPTY;
}

export function has(node: Tree, field: string): boolean {
  return node[field] !== undefined;
}

export function list(node: Tree, field: string): readonly Tree[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isTree) : [];
}

/** A string field; null when absent or empty. */
export function text(node: Tree, field: string): string | null {
  const value = node[field];
  return typeof value === "string" && value !== "" ? value : null;
}

export function flag(node: Tree, field: string): boolean {
  return node[field] === true;
}

export function number(node: Tree, field: string): number {
  const value = node[field];
  return typeof value === "number" ? value : 0;
}

/** Name and body of a wrapped node: `{ SelectStmt: {…} }`. */
export function unwrap(node: Tree): readonly [tag: string, body: Tree] {
  const tag = Object.keys(node)[0] ?? "";
  return [tag, child(node, tag)];
}

/** The body when the node has the tag, else null. */
export function as(node: Tree, tag: string): Tree | null {
  const value = node[tag];
  return isTree(value) ? value : null;
}

/** The string of a `String` node, else of a name-like node; empty when there is none. */
export function stringOf(node: Tree): string {
  return text(child(node, "String"), "sval") ?? "";
}

export function strings(nodes: readonly Tree[]): string[] {
  return nodes.map(stringOf);
}

/** `[schema, name]` or `[name]` as a name; a leading database is dropped. */
export function nameFrom(parts: readonly string[]): RelationName {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? "" };
}

/** A RangeVar as a name. */
export function relation(rangeVar: Tree): RelationName {
  return { schema: text(rangeVar, "schemaname"), name: text(rangeVar, "relname") ?? "" };
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every node below, depth first, with its tag; `enter` says whether to go inside. */
export function walk(value: unknown, enter: (tag: string, body: Tree) => boolean): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, enter);
  } else if (isTree(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== "object" || inner === null) continue;
      if (isTree(inner) && !enter(key, inner)) continue;
      walk(inner, enter);
    }
  }
}
