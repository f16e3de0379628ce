import type { Assessment } from "../../model/assessment.js";
import { wholePlan } from "../facts/whole-plan.js";

/** The whole plan as data; absent where there is none to show. */
export function planJson(assessment: Assessment): { readonly plan?: unknown } {
  const plan = wholePlan(assessment);
  if (plan === null) return {};
  const steps = plan.steps.map(({ migration, recognized, declared, measuredMs, estimate, back, blockers, criteria }) => ({
    ...{ migration, recognized, declared, measuredMs },
    estimateSeconds: estimate,
    wayBack: { status: back.status, durationMs: back.durationMs, until: back.until },
    blockers: blockers.map(({ id, rule }) => ({ id, rule })),
    criteria: criteria.map(({ kind, status, asked, found, from }) => ({ kind, status, asked, found, from })),
  }));
  return { plan: { ready: plan.isReady, others: plan.others.map(({ id, rule }) => ({ id, rule })), steps } };
}
