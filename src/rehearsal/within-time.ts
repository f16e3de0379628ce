import type { OpenDatabase } from "./open-database.js";
import type { Stage } from "./stage.js";
import { Stopped } from "./stopped.js";

/** Filling the tables and reading them is part of it. */
const LEAST_MS = 15_000;
const TIMES = 5;

/**
 * Works in a copy of its own, and ends the work where it takes far longer than the change took without rows of ours: a loop that
 * walks the keys in batches, up to the greatest, is as good as endless where the greatest is far away. Null where it was ended.
 * @param tookMs what the change took.
 */
export async function withinTime<Result>(
  stage: Pick<Stage, "another" | "ending">,
  tookMs: number,
  work: (open: OpenDatabase) => Promise<Result>,
): Promise<Result | null> {
  const signal = AbortSignal.any([stage.ending, AbortSignal.timeout(Math.ceil(LEAST_MS + TIMES * tookMs))]);
  try {
    const open = await stage.another(signal);
    try {
      return await work(open);
    } finally {
      await open.database.drop();
    }
  } catch (error) {
    if (error instanceof Stopped && !stage.ending.aborted) return null;
    throw error;
  }
}
