import type { Rehearsal, StepError } from "../model/rehearsal.js";
import { EngineLost, type Server, SqlError, type Template } from "./engine.js";
import { measureGrowth } from "./growth/measure-growth.js";
import { membershipsIn } from "./memberships-in.js";
import type { RehearsalPlan } from "./plan.js";
import { readCatalog } from "./read-catalog.js";
import { draftRehearsal, type RehearsalDraft } from "./rehearsal-draft.js";
import { rehearseChange } from "./rehearse-change.js";
import { rehearseFixes } from "./rehearse-fixes.js";
import { readRelations } from "./relations.js";
import { takeSnapshot } from "./snapshot.js";
import { Stage } from "./stage.js";
import { Stopped } from "./stopped.js";
import { readTouched } from "./touched.js";

export type { RehearsalPlan } from "./plan.js";

/**
 * Builds the world before the change, applies the change as its tool would, rolls it back, applies it again, and
 * runs it twice; writes down what every statement did. Whatever the SQL does is in the result; a lost engine, the
 * time limit or a signal ends it with outcome `stopped` and what was reached. Rejects only for a defect.
 * @param start a frozen database to begin from instead of an empty one.
 */
export async function rehearse(
  plan: RehearsalPlan,
  server: Server,
  signal: AbortSignal,
  start: Template | null = null,
): Promise<Rehearsal> {
  const begun = performance.now();
  let draft = draftRehearsal(server, plan.engineReason);
  let stage = new Stage(plan, server, signal, start);
  try {
    await act(plan, stage, server, draft, begun);
    const refused = refusedRows(draft);
    if (refused !== null) {
      const { generated } = draft;
      await stage.clear();
      const { rows: _, ...without } = plan;
      stage = new Stage(without, server, signal, start);
      draft = draftRehearsal(server, plan.engineReason);
      if (generated !== undefined) draft.generated = { ...generated, refused };
      await act(without, stage, server, draft, begun);
    }
    await stage.clear();
  } catch (error) {
    draft.outcome = "stopped";
    draft.outcomeReason = reasonFor(error);
    if (!signal.aborted && !(error instanceof EngineLost)) await stage.clear().catch(() => undefined);
  }
  return asRehearsal(draft, begun);
}

function asRehearsal({ worldMs, ...rest }: RehearsalDraft, begun: number): Rehearsal {
  return { ...rest, timings: { startMs: 0, worldMs, totalMs: performance.now() - begun } };
}

async function act(plan: RehearsalPlan, stage: Stage, server: Server, draft: RehearsalDraft, begun: number): Promise<void> {
  const { open, problems } = await stage.build();
  draft.worldProblems = problems;
  if (stage.generated !== null) draft.generated = stage.generated;
  draft.worldMs = performance.now() - begun;
  const files = plan.prelude.length + plan.schema.length + plan.settled.length + plan.seed.length;
  if (files > 0 && problems.length === files) {
    draft.outcome = "no-world";
    draft.outcomeReason = `The world before the change could not be built: ${problems[0]?.message ?? ""}`;
    return;
  }
  const base = await takeSnapshot(open.observer, server.versionNumber);
  const read = await readCatalog(open, base.rows, plan.representative);
  draft.base = {
    ...read,
    grants: new Map([...(read.grants ?? []), ...membershipsIn([...plan.schema, ...plan.settled])]),
  };
  const database = await stage.first(open);
  const scripts = plan.proposed.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const touched = plan.brief === true ? [] : await readTouched(scripts, await readRelations(database.session), database.observer);
  const scene = { plan, stage, base, database, touched };
  await rehearseChange(scene, draft);
  if (plan.growth !== undefined && plan.brief !== true && draft.outcome === "completed")
    draft.growth = await measureGrowth(scene, draft.base, plan.growth, draft.steps, stage.ending);
  if (plan.fixes !== undefined) draft.fixes = await rehearseFixes(scene, plan.fixes, asRehearsal(draft, begun));
}

/** Rows that we made are no proof against a change: production's may be others. */
function refusedRows({ generated, outcome, steps }: RehearsalDraft): StepError | null {
  if (generated === undefined || generated.tables.length === 0 || outcome !== "failed") return null;
  const error = steps.find((step) => step.phase === "up" && step.error !== null)?.error ?? null;
  // Data exceptions and violated constraints (PostgreSQL manual, appendix A).
  return error !== null && /^2[23]/u.test(error.sqlstate) ? error : null;
}

function reasonFor(error: unknown): string {
  if (error instanceof Stopped) return error.message;
  if (error instanceof EngineLost) return `The rehearsal server was lost: ${error.message}`;
  // The user's statements never come this far: it is one of our own questions that the server refused.
  if (error instanceof SqlError) return `Measuring failed: ${error.message} (SQLSTATE ${error.sqlstate})`;
  throw error;
}
