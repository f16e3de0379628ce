import type { AwkwardFailure, AwkwardPath } from "../model/awkward.js";
import type { Step } from "../model/rehearsal.js";
import type { ReadScript } from "../model/statement.js";
import { fillAwkwardRows } from "./awkward/fill-awkward-rows.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { readSkip } from "./extensions.js";
import type { Failure } from "./failure.js";
import { readFingerprint } from "./fingerprint.js";
import { foldParts } from "./fold-parts.js";
import type { OpenDatabase } from "./open-database.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import { quoted } from "./quoted.js";
import { readRelations } from "./relations.js";
import { wayBackOf } from "./rollback.js";
import { compareRows, lossesOf, type Rows, readRows } from "./rows.js";
import type { Scene } from "./scene.js";
import type { Snapshot } from "./snapshot.js";
import { Tracer } from "./tracer.js";
import { withinTime } from "./within-time.js";

/** Each run takes a copy of the database: a fraction of a second on a server, a process of its own on the embedded engine. */
const MOST_RUNS = { quick: 4, slow: 1 } as const;
/** Most of these fail early, and end early. */
const MOST_EMPTIED = { quick: 10, slow: 1 } as const;

export interface AwkwardRun {
  readonly path: AwkwardPath;
  /** What the ups did there. */
  readonly steps: readonly Step[];
}

/**
 * Runs the change on tables filled with awkward rows. A statement that the rows make fail is written down and left out of
 * the next run, so that one failure does not hide the next; in the end the tables concerned get plain rows and the whole
 * change runs on them.
 * @param up the state after the ups without these rows.
 * @param tookMs what they took.
 */
export async function rehearseAwkward(scene: Scene, up: Snapshot, tookMs: number): Promise<AwkwardRun> {
  const failures: AwkwardFailure[] = [];
  const pace = scene.stage.copiesQuickly ? "quick" : "slow";
  let attempt = await tryOnce(scene, up, tookMs, NOBODY, failures);
  for (let run = 1; attempt.failure !== null && isAboutRows(attempt.failure, failures); run++) {
    const { failure, path } = attempt;
    failures.push({
      migration: failure.migration,
      statement: failure.statement,
      error: failure,
      relations: blamed(failure, scene, path),
    });
    if (run >= MOST_RUNS[pace]) break;
    attempt = await tryOnce(scene, up, tookMs, NOBODY, failures);
  }
  // Without the statements left out, later ones may miss what those would have made: that tells nothing.
  if (failures.length === 0)
    return { path: { ...attempt.path, failures, completed: attempt.failure === null && !attempt.endless }, steps: attempt.steps };
  const tame = new Set(failures.flatMap(({ relations }) => relations));
  return playWhole(scene, up, tookMs, tame, failures, MOST_EMPTIED[pace]);
}

/** The whole change on plain rows; a statement that no row lets pass finds its tables emptied. */
async function playWhole(
  scene: Scene,
  up: Snapshot,
  tookMs: number,
  tame: ReadonlySet<string>,
  met: readonly AwkwardFailure[],
  most: number,
) {
  const emptied: AwkwardFailure[] = [];
  for (;;) {
    const whole = await tryOnce(scene, up, tookMs, tame, [], emptied);
    const { failure } = whole;
    if (failure === null || !isAboutRows(failure, []) || emptied.length >= most) {
      const isWhole = failure === null && emptied.length === 0 && !whole.endless;
      const back = emptied.length === 0 ? whole.path.back : null;
      const failures = [...met, ...emptied.filter((late) => !met.some((early) => isSame(early, late)))];
      return { path: { ...whole.path, back, failures, completed: isWhole }, steps: whole.steps };
    }
    emptied.push({ ...failure, error: failure, relations: blamed(failure, scene, whole.path) });
  }
}

const NOBODY: ReadonlySet<string> = new Set();

interface Attempt {
  readonly path: Omit<AwkwardPath, "failures" | "completed">;
  readonly steps: readonly Step[];
  readonly failure: Failure | null;
  /** Ended before it was done. */
  readonly endless: boolean;
}

async function tryOnce(
  scene: Scene,
  up: Snapshot,
  tookMs: number,
  tame: ReadonlySet<string>,
  leftOut: readonly AwkwardFailure[],
  emptied: readonly AwkwardFailure[] = [],
): Promise<Attempt> {
  const { plan, stage, touched } = scene;
  const seen = await withinTime(stage, tookMs, async (open): Promise<Attempt> => {
    const filling = await fillAwkwardRows(open.observer, open.server.versionNumber, { tables: touched, tame });
    const before = await readRows(open.observer);
    const skip = await readSkip(open);
    const helper = open.server.abilities.secondSession ? open.observer : null;
    const tracer = new Tracer(open.session, await readRelations(open.session), "up", helper);
    const ups = plan.proposed.map(({ up: script }) => emptyingBefore(without(script, leftOut), emptied));
    const failure = await playScripts(ups, tracer, skip);
    const common = { ...filling, schemaDiffers: [], back: null };
    if (failure !== null) return { path: common, steps: tracer.finished(), failure, endless: false };
    const schema = await readFingerprint(open.observer, open.server.versionNumber);
    const differences = foldParts(compareSchemas(up.schema, schema), up.schema, schema);
    const schemaDiffers = onlyColumnOrder(differences) ? [] : differences;
    const path = { ...common, schemaDiffers, back: await back(plan, open, before) };
    return { path, steps: tracer.finished(), failure: null, endless: false };
  });
  if (seen !== null) return seen;
  const unfilled = touched.map((relation) => ({ relation, reason: "the change did not come to an end with such rows in time" }));
  return { path: { filled: [], unfilled, schemaDiffers: [], back: null }, steps: [], failure: null, endless: true };
}

function without(script: ReadScript, leftOut: readonly AwkwardFailure[]): ReadScript {
  const isLeftOut = (index: number) =>
    leftOut.some(({ migration, statement }) => migration === script.migration && statement === index);
  return { ...script, statements: script.statements.filter(({ index }) => !isLeftOut(index)) };
}

function isSame(one: AwkwardFailure, other: AwkwardFailure): boolean {
  return one.migration === other.migration && one.statement === other.statement;
}

/** Takes the rows out of the way just before the statements that none of them lets pass, in the same session and transaction. */
function emptyingBefore(script: ReadScript, emptied: readonly AwkwardFailure[]): ReadScript {
  const statements = script.statements.flatMap((statement) => {
    const mine = emptied.filter(({ migration, statement: index }) => migration === script.migration && index === statement.index);
    const relations = [...new Set(mine.flatMap((failure) => failure.relations))].map(quotedKey);
    if (relations.length === 0) return [statement];
    return [{ ...statement, index: NOT_THEIRS, text: `TRUNCATE ${relations.join(", ")} CASCADE`, copyData: null }, statement];
  });
  return { ...script, statements };
}

function quotedKey(key: string): string {
  const [schema = "", name = ""] = key.split(/\.(.*)/su);
  return `${quoted(schema)}.${quoted(name)}`;
}

/** Index of statements that the change does not hold. */
const NOT_THEIRS = -1;

async function back(plan: Scene["plan"], open: OpenDatabase, before: Rows): Promise<AwkwardPath["back"]> {
  const wayBack = wayBackOf(plan.proposed);
  if (wayBack.irreversible || wayBack.scripts.length === 0) return null;
  const error = await playScripts(wayBack.scripts, new QuietRunner(open.session), await readSkip(open));
  const after = await readRows(open.observer);
  const { rows, values } = lossesOf(before, after);
  const columns = compareRows(before, after).flatMap((difference) =>
    difference.columns.map((column) => `${difference.table}.${column}`),
  );
  return { error, rowsLost: rows, valuesLost: values, columns };
}

/**
 * The whole change went through without these rows, so whatever they bring about is about them, unless it is the server's
 * trouble. Where statements are left out, only data exceptions and violated constraints are (PostgreSQL manual, appendix A).
 */
function isAboutRows({ sqlstate }: Failure, leftOut: readonly AwkwardFailure[]): boolean {
  return leftOut.length > 0 ? /^2[23]/u.test(sqlstate) : !/^(?:40|53|57|58|XX|55P03)/u.test(sqlstate);
}

/** The table that the server names, else those of the filled ones that the statement speaks of. */
function blamed(failure: Failure, { plan }: Scene, { filled }: Pick<AwkwardPath, "filled">): readonly string[] {
  const keys = filled.map(({ relation }) => relation);
  if (failure.relation != null && keys.includes(failure.relation)) return [failure.relation];
  const script = plan.proposed.find(({ id }) => id === failure.migration)?.up;
  const text = script?.statements.find(({ index }) => index === failure.statement)?.text ?? "";
  const named = keys.filter((key) => text.toLowerCase().includes(key.slice(key.indexOf(".") + 1).toLowerCase()));
  return named.length > 0 ? named : keys;
}
