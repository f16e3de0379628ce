import { createHash } from "node:crypto";
import type { History, SourceFile } from "../model/migration.js";

/**
 * SHA-256 in hex of the plan that an approval is bound to: the proposed files in the order they run, the
 * settled files that build the world under them, the server's major version and the policy. Not in it: the
 * head commit, other files, times, the engine. A README commit keeps it; an edited, reordered or newly
 * preceded migration changes it.
 */
export function planDigest(plan: {
  readonly key: string;
  readonly serverMajor: number;
  readonly history: History;
  readonly schema: readonly SourceFile[];
  readonly policy: unknown;
}): string {
  const migrations = (list: History["settled"]) =>
    list.map((migration) => [migration.id, migration.up.transaction, migration.digests]);
  const canonical = JSON.stringify({
    version: 1,
    key: plan.key,
    serverMajor: plan.serverMajor,
    format: plan.history.format,
    settled: migrations(plan.history.settled),
    proposed: migrations(plan.history.proposed),
    schema: plan.schema.map((file) => [file.path, sha256(file.text)]),
    policy: plan.policy,
  });
  return sha256(canonical);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
