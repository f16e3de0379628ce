import type { RelationName } from "../../model/relation-name.js";
import { routineKeyOf } from "../key-of.js";
import type { Step } from "./step.js";

/** Keys of the routines of the schema among what is called; absent where there is none. */
export function calledRoutines({ draft }: Step, called: readonly RelationName[] = []): { readonly calls?: readonly string[] } {
  const keys = called.flatMap((name) => routineKeyOf(name, draft) ?? []);
  return keys.length === 0 ? {} : { calls: [...new Set(keys)].sort() };
}
