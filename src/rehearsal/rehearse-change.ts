import type { Phase } from "../model/rehearsal.js";
import type { ReadScript } from "../model/statement.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { createdBy } from "./created.js";
import { readSkip } from "./extensions.js";
import type { Failure } from "./failure.js";
import { readInvalidIndexes } from "./invalid-indexes.js";
import { type OpenDatabase, refreshSession } from "./open-database.js";
import type { RehearsalPlan } from "./plan.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import type { RehearsalDraft } from "./rehearsal-draft.js";
import { type Relations, readRelations, refreshRelations } from "./relations.js";
import { judgeRerun } from "./rerun.js";
import { judgeRollback, untriedRollback, wayBackOf } from "./rollback.js";
import { compareRows } from "./rows.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";
import type { Stage } from "./stage.js";
import { Tracer } from "./tracer.js";

export interface Scene {
  readonly plan: RehearsalPlan;
  readonly stage: Stage;
  /** Schema and rows before the change. */
  readonly base: Snapshot;
  readonly database: OpenDatabase;
}

/** Up, down, up again, and up on top: each traced, each compared with what was there before. */
export async function rehearseChange(scene: Scene, draft: RehearsalDraft): Promise<void> {
  const { plan, base, database } = scene;
  const ups = plan.proposed.map(({ up }) => up);
  const relations = await readRelations(database.session);
  const invalidBefore = new Set(await readInvalidIndexes(database.observer));
  plan.progress(`Applying ${ups.length === 1 ? "the migration" : `${ups.length} migrations`}`);
  const failure = await play(ups, "up", { open: database, relations }, draft);
  const up = await snapshotOf(database);
  draft.schemaChanges = compareSchemas(base.schema, up.schema);
  draft.created = createdBy(draft.schemaChanges, base.rows, up.rows);
  draft.rowChanges = compareRows(base.rows, up.rows);
  draft.invalidIndexes = (await readInvalidIndexes(database.observer)).filter((name) => !invalidBefore.has(name));
  if (failure !== null) {
    draft.outcome = "failed";
    draft.outcomeReason = `${failure.migration}, statement ${failure.statement + 1}: ${failure.message}`;
    await goBackFromFailure(scene, failure, draft);
    return;
  }
  const after = await goBack(scene, { database, relations, snapshot: up }, draft);
  const onTop = after ?? (await another(scene));
  const again = await play(ups, "rerun", { open: onTop.database, relations: onTop.relations }, draft);
  draft.rerun = judgeRerun(again, onTop.snapshot, again === null ? await snapshotOf(onTop.database) : null);
  draft.outcome = "completed";
}

/** What was deployed before the failing migration stays in production: its way back is tried from there. */
async function goBackFromFailure(scene: Scene, failure: Failure, draft: RehearsalDraft): Promise<void> {
  const { proposed } = scene.plan;
  const failed = proposed.findIndex(({ id }) => id === failure.migration);
  const applied = proposed.slice(0, Math.max(0, failed));
  // One transaction around all of them: nothing stays.
  if (applied.length === 0 || proposed.some(({ up }) => up.transaction === "all")) return;
  const plan = { ...scene.plan, proposed: applied };
  // Another copy may hold other rows (random values, now()), so it is compared with what it held itself.
  const database = await scene.stage.another();
  const base = await snapshotOf(database);
  await goBack({ ...scene, plan, base }, await withUps(plan, database), draft);
}

interface AfterUp {
  readonly database: OpenDatabase;
  /** As they were before the change: what came later is not watched. */
  readonly relations: Relations;
  readonly snapshot: Snapshot;
}

/** Runs the downs and the ups again. Resolves with the database when it ends in the state after the ups, else with null. */
async function goBack({ plan, base }: Scene, afterUp: AfterUp, draft: RehearsalDraft): Promise<AfterUp | null> {
  const { database, relations, snapshot: up } = afterUp;
  const watched = { open: database, relations };
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

/** A fresh database with the ups applied, for when the first one is in no state to go on. */
async function another({ plan, stage }: Scene): Promise<AfterUp> {
  plan.progress("Preparing another copy");
  return withUps(plan, await stage.another());
}

async function withUps(plan: RehearsalPlan, database: OpenDatabase): Promise<AfterUp> {
  const relations = await readRelations(database.session);
  await playScripts(
    plan.proposed.map(({ up }) => up),
    new QuietRunner(database.session),
    await readSkip(database),
  );
  return { database, relations, snapshot: await snapshotOf(database) };
}

interface Watched {
  readonly open: OpenDatabase;
  readonly relations: Relations;
}

async function play(
  scripts: readonly ReadScript[],
  phase: Phase,
  { open, relations }: Watched,
  draft: RehearsalDraft,
): Promise<Failure | null> {
  // Each run is a deploy of its own, with a session of its own.
  await refreshSession(open);
  const watched = await refreshRelations(relations, open.session);
  const skip = await readSkip(open);
  const helper = open.server.abilities.secondSession ? open.observer : null;
  const tracer = new Tracer(open.session, watched, phase, helper);
  try {
    return await playScripts(scripts, tracer, skip);
  } finally {
    draft.steps.push(...tracer.finished());
  }
}

async function snapshotOf({ observer, server }: OpenDatabase): Promise<Snapshot> {
  return takeSnapshot(observer, server.versionNumber);
}

function sameSchema(a: Snapshot, b: Snapshot): boolean {
  return onlyColumnOrder(compareSchemas(a.schema, b.schema));
}
