import type { Assessment } from "../../model/assessment.js";
import type { ExitCriterion } from "../../model/phase.js";
import { counted, listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { estimatedTime } from "../words/estimate.js";
import { name } from "../words/name.js";
import type { StepBack } from "./steps-back.js";
import { type PlanStep, type WholePlan, wholePlan } from "./whole-plan.js";

export interface PlanRow {
  readonly sign: "good" | "bad" | "open";
  readonly migration: string;
  readonly phase: string;
  /** `1.2 s here; about 34 minutes (20 to 55) in production`. */
  readonly takes: string;
  readonly back: string;
  readonly blockers: string;
}

/** One row a migration, in the order in which they run; empty where there is no plan to show. */
export function planRows(assessment: Assessment): readonly PlanRow[] {
  const plan = wholePlan(assessment);
  return (plan?.steps ?? []).map((step) => ({
    sign: step.blockers.length > 0 ? "bad" : step.measuredMs === null ? "open" : "good",
    migration: name(step.migration),
    phase: phaseWords(step),
    takes: takes(step),
    back: backWords(step.back),
    blockers: blockers(step),
  }));
}

/** `ready`; or what holds it, how far it could go, and from which day on the rest may. */
export function readiness(assessment: Assessment): string {
  const plan = wholePlan(assessment);
  if (plan === null) return "";
  if (plan.isReady) return "ready: no step has a blocker";
  const held = plan.steps.filter((step) => step.blockers.length > 0);
  if (held.length + plan.others.length === 0) {
    return assessment.verdict.decision === "cannot-judge"
      ? "not ready: something needed was not seen"
      : "no step has a blocker; an approval is needed";
  }
  const steps = held.length === 0 ? [] : [`${counted(held.length, "step")} of ${plan.steps.length} held`];
  const whole = plan.others.length === 0 ? [] : [`${counted(plan.others.length, "finding")} about the change as a whole`];
  return `not ready: ${[...steps, ...whole].join(", ")}${splitHint(plan)}${dateHint(held)}`;
}

function phaseWords({ recognized, declared }: PlanStep): string {
  const seen = recognized.join(" + ") || "none recognized";
  if (declared === null) return seen;
  return recognized.length === 1 && recognized[0] === declared ? declared : `${declared} (declared; operations: ${seen})`;
}

function takes({ measuredMs, estimate }: PlanStep): string {
  const here = measuredMs === null ? "not run here" : `${duration(measuredMs)} here`;
  return estimate === null ? here : `${here}; ${estimatedTime(estimate)} in production`;
}

const BACK: Readonly<Record<StepBack["status"], string>> = {
  yes: "yes",
  differs: "runs, the schema differs",
  "loses-data": "no: data do not come back",
  fails: "no: it fails",
  none: "no: none is written",
  declared: "no: declared irreversible",
  untried: "written, not tried",
};

function backWords({ status, durationMs, until }: StepBack): string {
  const time = durationMs === null || status === "fails" ? "" : `, ${duration(durationMs)} here`;
  const possible = status === "yes" || status === "differs" || status === "untried";
  const window = until === null ? "" : `, until ${name(until)} has run`;
  return possible ? `${BACK[status]}${time}${window}` : BACK[status];
}

function blockers({ blockers: findings, criteria }: PlanStep): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const waits = criteria.filter(({ status }) => status !== "met").map(({ found }) => found);
  const parts = [...(rules.length === 0 ? [] : [listed(rules, 4)]), ...waits.slice(0, 3)];
  return parts.length === 0 ? "-" : parts.join("; ");
}

/** Steps before the first one that is held could go in a change of their own. */
function splitHint({ steps, others }: WholePlan): string {
  const first = steps.findIndex((step) => step.blockers.length > 0);
  const at = steps[first];
  if (others.length > 0 || first < 1 || at === undefined) return "";
  return `; what comes before ${name(at.migration)} has no blocker`;
}

function dateHint(held: readonly PlanStep[]): string {
  const waiting = held.flatMap(({ criteria }) => criteria).filter(({ status }) => status !== "met");
  const dates = waiting.map(({ from }: ExitCriterion) => from);
  const last = dates.every((each) => each !== null) ? dates.toSorted().at(-1) : undefined;
  return last === undefined ? "" : `; the quiet period ends on ${last}`;
}
