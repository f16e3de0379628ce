import type { Statistics } from "../model/statistics.js";

/** Whole days since the statistics were taken; 0 where a clock is wrong. */
export function ageDays({ takenAt }: Statistics, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(takenAt)) / 86_400_000));
}
