import type { Waits } from "../../model/rehearsal.js";
import type { ClientRecord } from "./client.js";
import type { TimedStep } from "./start-load.js";

/** A wait is one that nobody would call noise: far over the calm, and long enough to be seen on a busy machine. */
const NOISE_MS = 50;
const NOISE_FACTOR = 5;

/** What one client of a table met, and which statement its longest wait began with. */
export function waitsOf(relation: string, { calm, queries, refused }: ClientRecord, steps: readonly TimedStep[]): Waits {
  const calmMs = Math.max(0, ...calm);
  const noise = Math.max(NOISE_MS, calmMs * NOISE_FACTOR);
  let worst: ClientRecord["queries"][number] | null = null;
  let blockedMs = 0;
  let worstMs = 0;
  const asked = questionsIn(steps);
  for (const query of queries) {
    const tookMs = Math.max(0, query.until - query.from - asked(query.from, query.until));
    if (tookMs >= noise) blockedMs += tookMs;
    if (worst !== null && tookMs <= worstMs) continue;
    worst = query;
    worstMs = tookMs;
  }
  return {
    worstMs,
    blockedMs,
    calmMs,
    tries: queries.length,
    during: worst === null || worstMs < noise ? null : statementOf(worst, relation, steps),
    refused,
  };
}

/**
 * Milliseconds between two moments that our questions took, by the server's clock: with a lock held they keep people
 * waiting here, and nowhere else.
 */
function questionsIn(steps: readonly TimedStep[]): (from: number, until: number) => number {
  const sums = [0];
  for (const { askedMs } of steps) sums.push((sums.at(-1) ?? 0) + askedMs);
  const before = (moment: number) => sums[countUpTo(steps, moment)] ?? 0;
  return (from, until) => before(until) - before(from);
}

/** How many steps began before a moment; they stand in their order. */
function countUpTo(steps: readonly TimedStep[], moment: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.startedAt ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Waiting begins where the lock is asked for, or later where it was already held. A query that was on its way when the
 * lock was taken began before: it belongs to the first statement that locked its table while it waited.
 */
function statementOf(wait: ClientRecord["queries"][number], relation: string, steps: readonly TimedStep[]): Waits["during"] {
  const locksIt = ({ locks }: TimedStep) => locks.some((lock) => lock.relation === relation);
  const before = steps.filter(({ startedAt }) => startedAt <= wait.from);
  const meanwhile = steps.filter(({ startedAt }) => startedAt > wait.from && startedAt < wait.until);
  const step = (before.some(locksIt) ? undefined : meanwhile.find(locksIt)) ?? before.at(-1) ?? steps[0];
  return step === undefined ? null : { migration: step.migration, statement: step.statement };
}
