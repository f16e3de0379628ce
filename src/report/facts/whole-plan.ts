import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import type { Range } from "../../model/impact.js";
import type { ExitCriterion, PhaseName } from "../../model/phase.js";
import { standing } from "./standing.js";
import { type StepBack, stepsBack } from "./steps-back.js";

/** One migration of the change, as a step of the whole plan. */
export interface PlanStep {
  readonly migration: string;
  /** By its operations; empty where nothing speaks for one. */
  readonly recognized: readonly PhaseName[];
  readonly declared: PhaseName | null;
  /** Null where its ups did not run here. */
  readonly measuredMs: number | null;
  /** Seconds in production; null where no statistics were given. */
  readonly estimate: Range | null;
  readonly back: StepBack;
  /** Findings that hold it. */
  readonly blockers: readonly Finding[];
  readonly criteria: readonly ExitCriterion[];
}

export interface WholePlan {
  readonly steps: readonly PlanStep[];
  /** Findings that hold the change and belong to none of its migrations. */
  readonly others: readonly Finding[];
  /** Nothing holds it, and everything needed was seen. */
  readonly isReady: boolean;
}

/** Null where a single migration is proposed and declares no phase: its own lines say it all. */
export function wholePlan(assessment: Assessment): WholePlan | null {
  const { phases, migrations, verdict } = assessment;
  if (phases === undefined || phases.length === 0) return null;
  const held = standing(assessment).open.filter(({ severity }) => severity === "error");
  const backs = stepsBack(assessment);
  const steps = phases.map(({ migration, recognized, declared, criteria }, index): PlanStep => {
    const back = backs[index] ?? { status: "untried", durationMs: null, until: null };
    return {
      ...{ migration, recognized, declared, back, criteria },
      measuredMs: measured(assessment, migration),
      estimate: estimated(assessment, migration),
      blockers: held.filter((finding) => finding.migration === migration),
    };
  });
  const ids = new Set(migrations.map(({ id }) => id));
  const others = held.filter(({ migration }) => migration === null || !ids.has(migration));
  return { steps, others, isReady: held.length === 0 && verdict.decision === "pass" };
}

function measured({ rehearsal }: Assessment, migration: string): number | null {
  const steps = (rehearsal?.steps ?? []).filter((step) => step.phase === "up" && step.migration === migration);
  return steps.length === 0 ? null : steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function estimated({ impacts }: Assessment, migration: string): Range | null {
  const own = impacts.filter((impact) => impact.phase === "up" && impact.migration === migration);
  if (own.length === 0) return null;
  const sum = (of: keyof Range) => own.reduce((total, { estimate }) => total + estimate.seconds[of], 0);
  return { low: sum("low"), likely: sum("likely"), high: sum("high") };
}
