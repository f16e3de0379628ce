import type { Assessment } from "../../model/assessment.js";
import type { ReadMigration } from "../../model/statement.js";

/** Whether one migration can be taken back, alone among the steps of its change. */
export interface StepBack {
  readonly status: "yes" | "differs" | "loses-data" | "fails" | "none" | "declared" | "untried";
  /** Milliseconds of its downs here; null where they did not run. */
  readonly durationMs: number | null;
  /** The later migration after which there is no way back any more; null where none ends it, or there is none. */
  readonly until: string | null;
}

/** In the order of the migrations. Going back over a step takes going back over all that came after it. */
export function stepsBack(assessment: Assessment): readonly StepBack[] {
  const alone = assessment.migrations.map((migration) => ({
    id: migration.id,
    status: statusOf(migration, assessment),
    durationMs: durationOf(migration, assessment),
  }));
  return alone.map(({ status, durationMs }, index) => {
    const end = ENDS.has(status) ? undefined : alone.slice(index + 1).find((later) => ENDS.has(later.status));
    return { status, durationMs, until: end?.id ?? null };
  });
}

const ENDS: ReadonlySet<StepBack["status"]> = new Set<StepBack["status"]>(["loses-data", "fails", "none", "declared"]);

function statusOf({ id, up, down }: ReadMigration, { rehearsal, phases = [] }: Assessment): StepBack["status"] {
  const scripts = down === null ? [up] : [up, down];
  if (scripts.some(({ directives }) => directives.some(({ kind }) => kind === "irreversible"))) return "declared";
  if (down === null) return "none";
  if (rehearsal === null) return "untried";
  const { status, error } = rehearsal.rollback;
  const ran = rehearsal.steps.some((step) => step.phase === "down" && step.migration === id);
  if (error?.migration === id) return "fails";
  if (!ran && down.statements.length > 0) return "untried";
  if (status === "drift") return "differs";
  if (status !== "data-loss") return "yes";
  // Whose data it is only the drops tell; where no step drops anything, it may be any of them.
  const losing = phases.filter(({ losesData }) => losesData).map(({ migration }) => migration);
  return losing.length === 0 || losing.includes(id) ? "loses-data" : "yes";
}

function durationOf({ id }: ReadMigration, { rehearsal }: Assessment): number | null {
  const steps = (rehearsal?.steps ?? []).filter((step) => step.phase === "down" && step.migration === id);
  return steps.length === 0 ? null : steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
