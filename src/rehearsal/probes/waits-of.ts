import type { Waits } from "../../model/rehearsal.js";
import type { ClientRecord } from "./client.js";
import type { TimedStep } from "./start-load.js";

/** A wait is one that nobody would call noise: far over the calm, and long enough to be seen on a busy machine. */
const NOISE_MS = 50;
const NOISE_FACTOR = 5;

/** What one client met, and which statement ran when its longest wait began. */
export function waitsOf({ calm, queries, refused }: ClientRecord, steps: readonly TimedStep[]): Waits {
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
    during: worst === null || worstMs < noise ? null : statementAt(worst.from, steps),
    refused,
  };
}

/** Waiting begins at once where the lock is asked for, or somewhat later where it was already held. */
function statementAt(time: number, steps: readonly TimedStep[]): Waits["during"] {
  const step = steps.findLast(({ startedAt }) => startedAt <= time) ?? steps[0];
  return step === undefined ? null : { migration: step.migration, statement: step.statement };
}
