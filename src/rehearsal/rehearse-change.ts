import type { Operation } from "../model/operation.js";
import { type AfterUp, applyQuietly, snapshotOf } from "./after-up.js";
import { readBrokenChecks } from "./broken-checks.js";
import { compareSchemas } from "./compare.js";
import { createdBy } from "./created.js";
import { rehearseDrift } from "./drift.js";
import type { Failure } from "./failure.js";
import { goBack } from "./go-back.js";
import { rehearseInterruptions } from "./interruption/rehearse-interruptions.js";
import { readInvalidIndexes } from "./invalid-indexes.js";
import { play } from "./play.js";
import { askPromises } from "./promises/ask-promises.js";
import type { RehearsalDraft } from "./rehearsal-draft.js";
import { rehearseAwkward } from "./rehearse-awkward.js";
import { rehearseCode } from "./rehearse-code.js";
import { rehearseEmpty } from "./rehearse-empty.js";
import { rehearseNewerRows } from "./rehearse-newer-rows.js";
import { rehearseWayBack } from "./rehearse-way-back.js";
import { readRelations } from "./relations.js";
import { judgeRerun } from "./rerun.js";
import { wayBackOf } from "./rollback.js";
import { compareRows } from "./rows.js";
import type { Scene } from "./scene.js";
import { readSequencesBehind } from "./sequences-behind.js";
import { sideBySide } from "./side-by-side.js";
import { compareSizes, readSizes, readTemporaryBytes } from "./sizes.js";
import { withAwkwardEvidence } from "./with-awkward-evidence.js";

/** Up, down, up again, and up on top: each traced, each compared with what was there before; then what a crash would leave. */
export async function rehearseChange(scene: Scene, draft: RehearsalDraft): Promise<void> {
  const { failure, afterUp } = await goUp(scene, draft);
  if (failure !== null) {
    draft.outcome = "failed";
    draft.outcomeReason = `${failure.migration}, statement ${failure.statement + 1}: ${failure.message}`;
    await goBackFromFailure(scene, failure, draft);
    return;
  }
  const after = await goBack(scene, afterUp, draft);
  if (after === null && !scene.stage.canCopy) {
    draft.outcome = "completed";
    return;
  }
  await runOnTop(scene, after ?? (await another(scene)), draft);
  draft.outcome = "completed";
  const more = [
    () => fillAndTry(scene, afterUp, draft),
    () => writeBack(scene, draft),
    () => writeAndGoBack(scene, draft),
    () => tryOldCode(scene, draft),
    () => rehearseInterruptions(scene, afterUp.snapshot, draft),
  ];
  const works = [() => compareWithFile(scene, afterUp, draft), ...(scene.plan.brief === true ? [] : more)];
  // Each takes copies of its own and writes what it saw to a place of its own. What they take of the log, which is the whole
  // server's, is told of none of them.
  await sideBySide(works, scene.stage.copiesQuickly ? LANES : 1);
}

/** Copies of the database that are at work at one time, on servers that copy quickly: a runner has two processors or more. */
const LANES = 2;

/** A world that is not the real one differs from anything. */
async function compareWithFile(scene: Scene, { snapshot }: AfterUp, draft: RehearsalDraft): Promise<void> {
  const drift = draft.worldProblems.length > 0 ? null : await rehearseDrift(scene, snapshot.schema);
  if (drift !== null) draft.drift = drift;
}

async function tryOldCode(scene: Scene, draft: RehearsalDraft): Promise<void> {
  const { plan, stage } = scene;
  const { code } = plan;
  if (code === undefined || !stage.canCopy || !(stage.isQuick || code.queries.length > 0)) return;
  // Views and policies are held together by Postgres itself; bodies of routines and the application are not.
  if (code.queries.length === 0 && (draft.base?.routines.size ?? 0) === 0) return;
  plan.progress("Trying old code on the new schema");
  draft.oldCode = await rehearseCode(scene, code);
}

/** Some tools put the whole way back of several files into one of them, so one is written only where there is none at all. */
async function writeBack(scene: Scene, draft: RehearsalDraft): Promise<void> {
  const { plan, stage } = scene;
  const { scripts, irreversible } = wayBackOf(plan.proposed);
  if (scripts.length > 0 || irreversible || !stage.canCopy || !stage.isQuick || draft.schemaChanges.length === 0) return;
  plan.progress("Writing a way back");
  draft.writtenWayBack = await rehearseWayBack(scene);
}

/** What dropped things leave behind cannot be in the way. */
async function writeAndGoBack(scene: Scene, draft: RehearsalDraft): Promise<void> {
  const { plan, stage, touched } = scene;
  const { scripts, irreversible } = wayBackOf(plan.proposed);
  if (irreversible || draft.rollback.error !== null || touched.length === 0 || !stage.copiesQuickly) return;
  const operations = scripts.flatMap(({ statements }) => statements.flatMap((statement) => statement.operations));
  if (operations.every(({ operation }) => ONLY_DROPS.has(operation.kind))) return;
  plan.progress("Going back from rows of the new schema");
  const seen = await rehearseNewerRows(scene, tookMs(draft));
  if (seen !== null) draft.newerRows = seen;
}

const ONLY_DROPS: ReadonlySet<Operation["kind"]> = new Set([
  "comment",
  "drop-column",
  "drop-constraint",
  "drop-default",
  "drop-index",
  "drop-not-null",
  "drop-object",
  "drop-table",
  "set",
  "transaction",
]);

/** The same on awkward rows. A clone of production has its own rows, and is used up. */
async function fillAndTry(scene: Scene, { snapshot }: AfterUp, draft: RehearsalDraft): Promise<void> {
  const { plan, stage, touched } = scene;
  if (plan.seed.length > 0 && stage.copiesQuickly) draft.empty = await rehearseEmpty(scene, snapshot);
  if (stage.canCopy && !stage.isQuick) draft.engine = { ...draft.engine, cannotSee: [...draft.engine.cannotSee, TOO_SLOW] };
  if (touched.length === 0 || !stage.canCopy || !stage.isQuick) return;
  plan.progress("Trying it on awkward rows");
  const { path, steps } = await rehearseAwkward(scene, snapshot, tookMs(draft));
  draft.awkward = path;
  const traced = draft.steps.splice(0);
  draft.steps.push(...withAwkwardEvidence(traced, steps, path, draft.base));
}

function tookMs({ steps }: RehearsalDraft): number {
  return steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** What the embedded engine leaves out depends on the machine, so that it is told. */
const TOO_SLOW =
  "rows as awkward as the schema allows, routines of the schema on the new one, and a way back where there is none: its schema and seed take too long to build for each of these, and are too large to copy in memory; engine `local` copies them";

async function goUp(
  scene: Scene,
  draft: RehearsalDraft,
): Promise<{ readonly failure: Failure | null; readonly afterUp: AfterUp }> {
  const { plan, base, database, touched, stage } = scene;
  const ups = plan.proposed.map(({ up }) => up);
  const relations = await readRelations(database.session);
  const invalidBefore = new Set(await readInvalidIndexes(database.observer));
  const behindBefore = new Set((await readSequencesBehind(database.observer)).map(nameOfColumn));
  const brokenBefore = new Set((await readBrokenChecks(database)).map(nameOfConstraint));
  const sizes = await readSizes(database);
  const temporary = await readTemporaryBytes(database);
  plan.progress(`Applying ${ups.length === 1 ? "the migration" : `${ups.length} migrations`}`);
  const { promises = [] } = plan;
  if (promises.length > 0) draft.promises = [];
  await askPromises(promises, "before", database, draft);
  const failure = await play(ups, "up", { open: database, relations, load: touched, promises }, draft);
  if (failure !== null && OUR_DOING.has(failure.sqlstate) && draft.probes.length > 0 && stage.canCopy) {
    // NOWAIT, a short lock_timeout, a deadlock: it may have been one of our own readers and writers. Once more without them.
    draft.steps.splice(0);
    draft.probes = [];
    return goUp({ ...scene, database: await stage.another(), touched: [] }, draft);
  }
  const up = await snapshotOf(database);
  draft.schemaChanges = compareSchemas(base.schema, up.schema);
  draft.created = createdBy(draft.schemaChanges, base.rows, up.rows);
  draft.rowChanges = compareRows(base.rows, up.rows);
  draft.invalidIndexes = (await readInvalidIndexes(database.observer)).filter((name) => !invalidBefore.has(name));
  if (failure === null) {
    const behind = await readSequencesBehind(database.observer);
    draft.sequencesBehind = behind.filter((each) => !behindBefore.has(nameOfColumn(each)));
    const broken = await readBrokenChecks(database);
    draft.brokenChecks = broken.filter((each) => !brokenBefore.has(nameOfConstraint(each)));
  }
  draft.sizes = compareSizes(sizes, await readSizes(database));
  const temporaryAfter = await readTemporaryBytes(database);
  draft.temporaryBytes = temporary === null || temporaryAfter === null ? null : Math.max(0, temporaryAfter - temporary);
  if (failure === null) await askPromises(promises, "after", database, draft);
  return { failure, afterUp: { database, relations, snapshot: up } };
}

function nameOfColumn({ relation, column }: { readonly relation: string; readonly column: string }): string {
  return `${relation}.${column}`;
}

function nameOfConstraint({ relation, constraint }: { readonly relation: string; readonly constraint: string }): string {
  return `${relation}.${constraint}`;
}

/** lock_not_available, deadlock_detected */
const OUR_DOING: ReadonlySet<string> = new Set(["55P03", "40P01"]);

async function runOnTop(scene: Scene, onTop: AfterUp, draft: RehearsalDraft): Promise<void> {
  const ups = scene.plan.proposed.map(({ up }) => up);
  const again = await play(ups, "rerun", { open: onTop.database, relations: onTop.relations, load: [] }, draft);
  draft.rerun = judgeRerun(again, onTop.snapshot, again === null ? await snapshotOf(onTop.database) : null);
}

/** What was deployed before the failing migration stays in production: its way back is tried from there. */
async function goBackFromFailure(scene: Scene, failure: Failure, draft: RehearsalDraft): Promise<void> {
  const { proposed } = scene.plan;
  const failed = proposed.findIndex(({ id }) => id === failure.migration);
  const applied = proposed.slice(0, Math.max(0, failed));
  // One transaction around all of them: nothing stays.
  if (applied.length === 0 || proposed.some(({ up }) => up.transaction === "all") || !scene.stage.canCopy) return;
  const plan = { ...scene.plan, proposed: applied, promises: [] };
  // Another copy may hold other rows (random values, now()), so it is compared with what it held itself.
  const database = await scene.stage.another();
  const base = await snapshotOf(database);
  await goBack(
    { ...scene, plan, base },
    await applyQuietly(
      applied.map(({ up }) => up),
      database,
    ),
    draft,
  );
}

/** A fresh database with the ups applied, for when the first one is in no state to go on. */
async function another({ plan, stage }: Scene): Promise<AfterUp> {
  plan.progress("Preparing another copy");
  return applyQuietly(
    plan.proposed.map(({ up }) => up),
    await stage.another(),
  );
}
