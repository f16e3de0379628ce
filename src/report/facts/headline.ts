import type { Assessment } from "../../model/assessment.js";
import { counted } from "../words/count.js";
import { name } from "../words/name.js";
import { shortPath } from "./short-path.js";
import { standing } from "./standing.js";

export interface Headline {
  readonly state: "safe" | "held" | "blocked" | "unknown";
  /** Words after the sign, most important first; back-ticks mark names. */
  readonly parts: readonly string[];
}

/** The verdict in one line. That nothing was rehearsed always stands in it. */
export function headline(assessment: Assessment): Headline {
  const { decision, risk, approvals } = assessment.verdict;
  const riskPart = risk === "none" ? [] : [`${risk.toUpperCase()} risk`];
  const notRehearsed = assessment.rehearsal === null && assessment.migrations.length > 0 ? ["not rehearsed"] : [];
  if (decision === "pass")
    return { state: "safe", parts: [passWord(assessment), ...notRehearsed, ...riskPart, ...noteCount(assessment)] };
  if (decision === "block")
    return { state: "blocked", parts: [`Blocked: ${blockWord(assessment)}`, ...riskPart, ...notRehearsed] };
  if (decision === "cannot-judge") return { state: "unknown", parts: [`Cannot judge: ${unseenWord(assessment)}`] };
  const needed = approvals.required > 0 ? [`${counted(approvals.required, "approval")} needed`] : [];
  return { state: "held", parts: ["Held", ...riskPart, ...needed, ...notRehearsed] };
}

function passWord({ rehearsal, migrations }: Assessment): string {
  if (migrations.length === 0) return "No migrations";
  return rehearsal === null ? "No hazard found" : "Safe";
}

function noteCount(assessment: Assessment): string[] {
  const { open } = standing(assessment);
  const warnings = open.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) return [counted(warnings, "warning")];
  return open.length > 0 ? [counted(open.length, "note")] : [];
}

function blockWord(assessment: Assessment): string {
  const worst = standing(assessment).open.find(({ hazard }) => hazard === "cannot-run" || hazard === "history");
  if (worst === undefined) return "it cannot work as it stands";
  const file = name(shortPath(assessment, worst.place.file));
  return worst.hazard === "history" ? `${file} does not fit the history` : `${file} line ${worst.place.line} cannot run`;
}

function unseenWord({ rehearsal, coverage }: Assessment): string {
  if (rehearsal?.outcome === "stopped") return "the rehearsal stopped";
  if (rehearsal?.outcome === "no-world") return "the schema before this change could not be built";
  if (coverage.parsed < coverage.statements) return `${counted(coverage.statements - coverage.parsed, "statement")} not parsed`;
  if (rehearsal === null) return "nothing was rehearsed";
  const blocking = coverage.unseen.filter((unseen) => unseen.blocking).length;
  return blocking === 0
    ? "evidence is missing"
    : `${counted(blocking, "thing")} that ${blocking === 1 ? "matters" : "matter"} went unseen`;
}
