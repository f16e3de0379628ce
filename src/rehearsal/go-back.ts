import { type AfterUp, snapshotOf } from "./after-up.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { play } from "./play.js";
import { askPromises } from "./promises/ask-promises.js";
import type { RehearsalDraft } from "./rehearsal-draft.js";
import { judgeRollback, untriedRollback, wayBackOf } from "./rollback.js";
import type { Scene } from "./scene.js";
import type { Snapshot } from "./snapshot.js";

/** Runs the downs and the ups again. Resolves with the database when it ends in the state after the ups, else with null. */
export async function goBack({ plan, base, touched }: Scene, afterUp: AfterUp, draft: RehearsalDraft): Promise<AfterUp | null> {
  const { database, relations, snapshot: up } = afterUp;
  const { promises = [] } = plan;
  const watched = { open: database, relations, load: touched, promises };
  const wayBack = wayBackOf(plan.proposed);
  if (wayBack.irreversible || wayBack.scripts.length === 0) {
    draft.rollback = untriedRollback(wayBack);
    return afterUp;
  }
  plan.progress("Rolling back");
  const from = draft.steps.length;
  const failure = await play(wayBack.scripts, "down", watched, draft);
  const down = await snapshotOf(database);
  const durationMs = draft.steps.slice(from).reduce((sum, step) => sum + step.durationMs, 0);
  draft.rollback = judgeRollback(wayBack, failure, durationMs, { base, up, down });
  if (failure === null) await askPromises(promises, "back", database, draft);
  if (failure !== null) return sameSchema(up, down) ? { ...afterUp, snapshot: down } : null;

  plan.progress("Applying again");
  const second = await play(
    plan.proposed.map((migration) => migration.up),
    "again",
    watched,
    draft,
  );
  const again = await snapshotOf(database);
  const equal = second === null && sameSchema(up, again);
  draft.rollback = { ...draft.rollback, upAgainEqual: equal };
  return equal ? { ...afterUp, snapshot: again } : null;
}

function sameSchema(a: Snapshot, b: Snapshot): boolean {
  return onlyColumnOrder(compareSchemas(a.schema, b.schema));
}
