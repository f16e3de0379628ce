import type { Draft } from "./draft.js";

type State = Draft["before"];

/** What a statement leaves the session in, by its tag. Only for what is pipelined: elsewhere the server says it itself. */
export function stateAfter({ tag, error, sql }: Draft, before: State): State {
  if (error !== null) return before === "idle" ? "idle" : "failed";
  if (tag === "BEGIN" || tag === "START TRANSACTION") return "transaction";
  if (tag === "PREPARE TRANSACTION") return "idle";
  if (tag !== "COMMIT" && tag !== "ROLLBACK") return before;
  // ROLLBACK TO a savepoint has the same tag, and AND CHAIN begins anew.
  return /\bto\b|\band\s+chain\b/iu.test(sql) ? "transaction" : "idle";
}
