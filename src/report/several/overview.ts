import type { Assessed, AssessedDatabase } from "../../model/assessed.js";
import { headline } from "../facts/headline.js";
import { standing } from "../facts/standing.js";
import { counted } from "../words/count.js";

/** One line of the table on top. Nothing in it is escaped yet. */
export interface OverviewRow {
  readonly key: string;
  readonly state: "safe" | "held" | "blocked" | "unknown" | "untouched";
  readonly decision: string;
  readonly risk: string;
  readonly findings: string;
}

export function overview({ databases }: Pick<Assessed, "databases">): readonly OverviewRow[] {
  return databases.map(rowOf);
}

function rowOf({ key, touched, assessment }: AssessedDatabase): OverviewRow {
  if (!touched) return { key, state: "untouched", decision: "not touched by this change", risk: "", findings: "" };
  const { state } = headline(assessment);
  return { key, state, decision: wordOf(assessment), risk: assessment.verdict.risk, findings: findingsOf(assessment) };
}

function wordOf({ verdict: { decision, approvals } }: AssessedDatabase["assessment"]): string {
  switch (decision) {
    case "pass":
      return "passes";
    case "hold":
      return approvals.required === 0 ? "held" : `held, ${counted(approvals.required, "approval")}`;
    case "block":
      return "blocked";
    case "cannot-judge":
      return "cannot be judged";
  }
}

function findingsOf(assessment: AssessedDatabase["assessment"]): string {
  const { open } = standing(assessment);
  const errors = open.filter(({ severity }) => severity === "error").length;
  const warnings = open.filter(({ severity }) => severity === "warning").length;
  const notes = open.length - errors - warnings;
  const parts = [
    ...(errors === 0 ? [] : [counted(errors, "error")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
    ...(notes === 0 ? [] : [counted(notes, "note")]),
  ];
  return parts.length === 0 ? "none" : parts.join(", ");
}
