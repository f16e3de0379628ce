import type { Unseen } from "../model/coverage.js";
import type { Impact } from "../model/impact.js";
import type { Rehearsal } from "../model/rehearsal.js";
import { doubts } from "./doubts.js";
import { type EstimateOptions, estimateImpacts } from "./estimate-impacts.js";

export interface Carried {
  readonly impacts: readonly Impact[];
  /** What the statistics cannot tell, and what could not be measured. */
  readonly unseen: readonly Unseen[];
}

export const NOTHING_CARRIED: Carried = { impacts: [], unseen: [] };

/** What was seen here, in production's size. */
export function carryToProduction(rehearsal: Rehearsal | null, options: EstimateOptions): Carried {
  const growth = rehearsal?.growth ?? null;
  const base = rehearsal?.base ?? null;
  return {
    impacts: estimateImpacts(growth?.statements ?? [], options),
    unseen: doubts(options.statistics, base, rehearsal === null ? [] : touchedBy(rehearsal), growth, options.now),
  };
}

/** Tables that were there and that a statement locked, read in bulk or wrote. */
function touchedBy({ steps, base }: Rehearsal): readonly string[] {
  const keys = steps.flatMap(({ locks, scans, changes }) => [...locks, ...scans, ...changes].map(({ relation }) => relation));
  return [...new Set(keys)].filter((key) => base?.tables.has(key) === true).sort();
}
