import type { Step } from "../../model/rehearsal.js";
import type { ReadMigration, ReadScript } from "../../model/statement.js";
import { readSkip } from "../extensions.js";
import { type OpenDatabase, refreshSession } from "../open-database.js";
import { playScripts } from "../play-scripts.js";
import { readRelations, refreshRelations } from "../relations.js";
import { wayBackOf } from "../rollback.js";
import { Tracer } from "../tracer.js";
import { WeighingRunner } from "./weighing-runner.js";

/** One statement in one run. */
export interface MeasuredStep {
  readonly step: Step;
  readonly newBytes: number | null;
}

/** The change once up and, where it has one, its way back, on the rows that are there. */
export async function measuredRun(proposed: readonly ReadMigration[], open: OpenDatabase): Promise<readonly MeasuredStep[]> {
  const relations = await readRelations(open.session);
  const skip = await readSkip(open);
  const play = async (phase: "up" | "down", scripts: readonly ReadScript[]) => {
    await refreshSession(open);
    const tracer = new Tracer(open.session, await refreshRelations(relations, open.session), phase, null);
    const runner = new WeighingRunner(tracer, open.server.abilities.secondSession ? open.observer : null);
    const failure = await playScripts(scripts, runner, skip);
    const measured = tracer.finished().map((step, at): MeasuredStep => ({ step, newBytes: runner.grown[at] ?? null }));
    return { failure, measured };
  };
  const ups = proposed.map(({ up }) => up);
  const up = await play("up", ups);
  const { scripts, irreversible } = wayBackOf(proposed);
  if (up.failure !== null || irreversible || scripts.length === 0) return up.measured;
  return [...up.measured, ...(await play("down", scripts)).measured];
}
