import type { Finding, Hazard } from "../model/finding.js";
import type { Risk } from "../model/verdict.js";

const ORDER: readonly Risk[] = ["none", "low", "medium", "high", "critical"];

/** Risk of one error by what it threatens; a warning is low. Thresholds are classes, so that a person can predict the result. */
const RISK_OF_ERROR: Readonly<Record<Hazard, Risk>> = {
  "data-loss": "critical",
  "blocks-reads": "high",
  "blocks-writes": "high",
  "lock-then-work": "high",
  "locks-rows-in-bulk": "high",
  "breaks-old-code": "high",
  "fails-on-data": "high",
  "cannot-run": "high",
  "polymorphic-fk": "high",
  security: "high",
  history: "high",
  "no-way-back": "medium",
  promise: "medium",
  advice: "medium",
};

/** The highest risk among findings that count; refuted and suppressed ones must be left out by the caller. */
export function riskOf(findings: readonly Finding[]): Risk {
  let highest = 0;
  for (const finding of findings) highest = Math.max(highest, ORDER.indexOf(riskOfFinding(finding)));
  return ORDER[highest] ?? "none";
}

function riskOfFinding({ severity, hazard }: Finding): Risk {
  if (severity === "error") return RISK_OF_ERROR[hazard];
  return severity === "warning" ? "low" : "none";
}
