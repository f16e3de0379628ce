import type { CodeReferences } from "../model/code-reference.js";
import { referencesOf } from "../phases/references-of.js";
import type { Change } from "../rules/rule.js";
import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";

/** Files named by path are judged alone: no code belongs to them. */
export async function referencesIn(
  { repository }: World,
  { references, schema, seed, prelude, "expected-schema": expected }: Settings,
  change: Pick<Change, "history" | "migrations" | "base">,
): Promise<CodeReferences | null> {
  if (!references.search) return null;
  const search = repository.search?.bind(repository);
  return referencesOf({ ...change, search, ignore: references.ignore, besides: [...schema, ...seed, ...prelude, ...expected] });
}
