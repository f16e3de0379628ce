import type { Question } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { ReadMigration } from "../model/statement.js";
import type { Statistics } from "../model/statistics.js";
import type { ProposeFixes } from "../rehearsal/plan.js";
import { rehearse } from "../rehearsal/rehearse.js";
import { fillRepresentative } from "../rehearsal/representative/fill-representative.js";
import type { Settings } from "../settings/schema.js";
import { readRoutineText } from "../sql/routine-text.js";
import { splitSqlFile } from "../sql/sql-file.js";
import type { World } from "../world.js";
import type { StartedEngine } from "./start-engine.js";
import type { Surroundings } from "./surroundings.js";
import { worldOf } from "./world-of.js";

interface WhatToRehearse {
  readonly migrations: readonly ReadMigration[];
  readonly fixes: ProposeFixes;
  readonly promises: readonly Question[];
  readonly statistics: Statistics | null;
}

/** Null without a server. A rehearsal that fails is told in what it gives; only bad input or the end of the run rejects. */
export async function rehearseChange(
  around: Surroundings,
  { migrations, fixes, promises, statistics }: WhatToRehearse,
  { server, reason }: StartedEngine,
  settings: Settings,
  world: World,
): Promise<Rehearsal | null> {
  if (server === null) return null;
  const plan = {
    ...(settings.disposable ? CLONE : worldOf(around)),
    proposed: migrations,
    code: { queries: around.queries, readRoutine: readRoutineText },
    brief: settings.rehearsal === "brief",
    ...(settings["representative-rows"] === 0 ? {} : { rows: { most: settings["representative-rows"], statistics } }),
    ...(statistics === null || !settings.estimate ? {} : { growth: growthWish(statistics, settings) }),
    fixes,
    promises,
    ...(around.expected.length === 0 ? {} : { expected: { scripts: around.expected.map(splitSqlFile), ...settings.drift } }),
    engineReason: reason,
    timeZone: settings["time-zone"],
    progress: (message: string) => world.log.progress(message),
  };
  return rehearse(plan, server, AbortSignal.any([world.signal, AbortSignal.timeout(settings.timeout * 1000)]));
}

/** A third at the most: an estimate must not take the time of the rehearsal itself. */
function growthWish(statistics: Statistics, { timeout, ...settings }: Settings) {
  return { statistics, budgetMs: 1_000 * Math.min(settings["estimate-seconds"], timeout / 3), fill: fillRepresentative };
}

/** A clone of production is the world before the change already, and has its rows. */
const CLONE = { prelude: [], schema: [], settled: [], seed: [], representative: true };
