import type { Step } from "../../model/rehearsal.js";
import type { Scene } from "../scene.js";
import { copyToMeasure, type Filled, fillCopy, temporaryBytesOf } from "./growth-copies.js";
import { type GrowthWish, SIZES } from "./growth-wish.js";
import { type MeasuredStep, measuredRun } from "./measured-run.js";

/** The best of some runs over the same rows. */
export interface MeasuredSize {
  readonly rows: ReadonlyMap<string, number>;
  readonly unfilled: Filled["unfilled"];
  readonly steps: readonly BestStep[];
  /** The statement that the rows there stopped, and with it all that follow. */
  readonly failed: Step | null;
}

export interface BestStep extends MeasuredStep {
  readonly ms: number;
  readonly temporaryBytes: number;
}

const MOST_TRIES = 3;
/** A run this short is disturbed by anything. */
const SHORT_MS = 400;
/** Part of what is left of the budget that further runs of one size may take. */
const SHARE_FOR_TRIES = 0.25;
/**
 * A table gets no less than this part of the largest one's rows, as far as production has them: work on few rows cannot be
 * timed, and a join looks up several times as fast where what it looks into fits into a processor's cache.
 */
const LEAST_PART = 0.5;

/**
 * The change at growing sizes until the time is used up; the largest is told first that would not fit.
 * @param production rows of the tables, by key.
 */
export async function* runSizes(
  scene: Scene,
  wish: GrowthWish,
  production: ReadonlyMap<string, number>,
  signal: AbortSignal,
): AsyncGenerator<MeasuredSize> {
  const end = performance.now() + wish.budgetMs;
  const largest = Math.max(0, ...production.values());
  let last: { readonly size: number; readonly ms: number } | null = null;
  for (const size of wish.sizes ?? SIZES) {
    if (last !== null && last.size >= largest) return;
    const expected: number = last === null ? 0 : (last.ms * size) / last.size;
    if (performance.now() + expected > end) return;
    scene.plan.progress(`Measuring the change on up to ${Math.min(size, largest)} rows a table`);
    const begun = performance.now();
    const wanted = new Map([...production].map(([key, rows]) => [key, scaled(rows, size, largest)]));
    const filled = await fillCopy(scene, wish, wanted, signal);
    const took = performance.now() - begun;
    const { runs, firstMs } = await tries(scene, filled, wish, Math.min(1, size / Math.max(1, largest)), signal, end);
    await filled.source.database.drop();
    yield { rows: filled.rows, unfilled: filled.unfilled, steps: bestOf(runs), failed: failedIn(runs) };
    last = { size, ms: took + firstMs };
  }
}

/** Towards production's proportion, so that rows share values as there. */
function scaled(rows: number, size: number, largest: number): number {
  const part = Math.max(LEAST_PART, rows / largest);
  return Math.max(1, Math.round(Math.min(rows, size * part)));
}

async function tries(
  scene: Scene,
  filled: Filled,
  wish: GrowthWish,
  share: number,
  signal: AbortSignal,
  end: number,
): Promise<{ readonly runs: readonly (readonly MeasuredStep[])[]; readonly firstMs: number }> {
  const runs: (readonly MeasuredStep[])[] = [];
  const begun = performance.now();
  let firstMs = 0;
  while (runs.length < MOST_TRIES) {
    const open = await copyToMeasure(scene, filled, wish, share, signal);
    runs.push(await measuredRun(scene.plan.proposed, open));
    await open.database.drop();
    const spent = performance.now() - begun;
    if (runs.length === 1) firstMs = spent;
    const each = spent / runs.length;
    if (each > SHORT_MS && spent + each > SHARE_FOR_TRIES * (end - begun)) break;
  }
  return { runs, firstMs };
}

function bestOf(runs: readonly (readonly MeasuredStep[])[]): readonly BestStep[] {
  const [first = []] = runs;
  return first.flatMap((one): BestStep[] => {
    const same = runs.flatMap((run) => run.find(({ step }) => isSame(step, one.step)) ?? []);
    if (same.some(({ step }) => step.error !== null)) return [];
    const fastest = same.reduce((best, each) => (each.step.durationMs < best.step.durationMs ? each : best), one);
    const known = same.flatMap(({ newBytes }) => newBytes ?? []);
    return [
      {
        step: fastest.step,
        ms: fastest.step.durationMs,
        newBytes: known.length === 0 ? null : Math.max(...known),
        temporaryBytes: Math.max(...same.map(({ step }) => temporaryBytesOf(step.notices))),
      },
    ];
  });
}

function failedIn(runs: readonly (readonly MeasuredStep[])[]): Step | null {
  return runs.flat().find(({ step }) => step.error !== null)?.step ?? null;
}

export function isSame(one: Step, other: Step): boolean {
  return one.phase === other.phase && one.migration === other.migration && one.statement === other.statement;
}
