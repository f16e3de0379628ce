import type { Decision, Risk } from "../../model/verdict.js";
import { valueAt } from "../value-at.js";

/**
 * What an untrusted run says it saw. No text of it is ever shown: decisions and risks are of our own lists, rules are ids
 * that the registry is asked for.
 */
export interface ClaimedReport {
  readonly digest: string;
  /** Major version of the server that it names, which is part of the plan; null where it names none. */
  readonly major: number | null;
  readonly decision: Decision;
  readonly risk: Risk;
  /** Whether it says that the change was rehearsed to its end. */
  readonly rehearsed: boolean;
  /** Ids of the rules that it says found an error, each once. */
  readonly rules: readonly string[];
}

const DECISIONS: readonly Decision[] = ["pass", "hold", "block", "cannot-judge"];
const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];
const MOST_FINDINGS = 10_000;

/** Null for anything that is not shaped as our report. */
export function readClaimedReport(text: string): ClaimedReport | null {
  const report = parse(text);
  const digest = valueAt(report, "digest");
  const decision = DECISIONS.find((each) => each === valueAt(report, "verdict", "decision"));
  const risk = RISKS.find((each) => each === valueAt(report, "verdict", "risk"));
  const findings = valueAt(report, "findings");
  const major = majorOf(valueAt(report, "rehearsal", "engine", "version"));
  if (typeof digest !== "string" || !/^[0-9a-f]{64}$/u.test(digest) || decision === undefined || risk === undefined) return null;
  if (!Array.isArray(findings) || findings.length > MOST_FINDINGS) return null;
  const rules = findings.flatMap((finding: unknown) => {
    const rule = valueAt(finding, "rule");
    const counts = valueAt(finding, "severity") === "error" && valueAt(finding, "suppressed") === null;
    return counts && typeof rule === "string" && valueAt(finding, "evidence") !== "refuted" ? [rule] : [];
  });
  const rehearsed = valueAt(report, "rehearsal", "outcome") === "completed";
  return { digest, major, decision, risk, rehearsed, rules: [...new Set(rules)].toSorted() };
}

function majorOf(version: unknown): number | null {
  const major = typeof version === "string" ? Number(/^(\d{1,2})\b/u.exec(version)?.[1]) : Number.NaN;
  return Number.isInteger(major) ? major : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
