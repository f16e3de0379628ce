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
  for (const query of queries) {
    const tookMs = query.until - query.from;
    if (tookMs >= noise) blockedMs += tookMs;
    if (worst === null || tookMs > worst.until - worst.from) worst = query;
  }
  const worstMs = worst === null ? 0 : worst.until - worst.from;
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
