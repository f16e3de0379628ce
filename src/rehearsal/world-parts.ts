import { createHash } from "node:crypto";
import type { RunnableScript } from "../model/statement.js";
import { extensionsIn } from "./extensions.js";
import type { RehearsalPlan } from "./plan.js";
import { rolesIn } from "./roles-in.js";
import type { WorldParts } from "./world.js";

/** What a world is made from. */
export interface WorldPlan extends Pick<RehearsalPlan, "prelude" | "schema" | "settled" | "seed" | "roles"> {
  /** What is judged: the world has the roles and extensions that it names. */
  readonly proposed: readonly { readonly up: RunnableScript; readonly down: RunnableScript | null }[];
}

export function worldParts({ prelude, schema, settled, proposed, seed, roles = [] }: WorldPlan): WorldParts {
  const scripts = [...schema, ...settled, ...seed];
  const allRoles = [...new Set([...roles, ...rolesIn(scripts, proposed)])];
  return { prelude, scripts, roles: allRoles, extensions: extensionsIn(scripts, proposed) };
}

/** Two worlds of one digest are the same. The day is part of it: defaults, seeds and partitions may be made from the clock. */
export function worldDigest(parts: WorldParts, timeZone: string | null): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([timeZone, new Date().toISOString().slice(0, 10), parts.roles, parts.extensions]));
  for (const { title, sql } of parts.prelude) hash.update(JSON.stringify([title, sql]));
  for (const { file, transaction, statements } of parts.scripts)
    hash.update(JSON.stringify([file, transaction, statements.map(({ text, copyData, piece }) => [text, copyData, piece])]));
  return hash.digest("hex");
}
