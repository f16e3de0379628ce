import type { RelationName } from "../model/relation-name.js";
import { expressionOf } from "./expressions.js";
import type { Tree } from "./tree.js";

/** What a tree calls, as a field that is absent where it calls nothing. */
export function callsIn(...trees: readonly Tree[]): { readonly calls?: readonly RelationName[] } {
  const calls = trees.flatMap((tree) => expressionOf(tree, "").functions);
  return calls.length === 0 ? {} : { calls };
}
