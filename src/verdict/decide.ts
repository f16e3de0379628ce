import type { Coverage } from "../model/coverage.js";
import type { Finding } from "../model/finding.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Decision, Reason, Risk, Verdict } from "../model/verdict.js";
import { requiredApprovals } from "./required-approvals.js";
import { riskOf } from "./risk-of.js";

export interface Policy {
  readonly approvals: {
    readonly medium: number;
    readonly high: number;
    readonly critical: number;
    readonly from: readonly string[];
  };
}

export interface Evidence {
  readonly findings: readonly Finding[];
  readonly rehearsal: Rehearsal | null;
  readonly coverage: Coverage;
  /** Number of proposed migrations; 0 means that the change provably has none. */
  readonly proposed: number;
}

/**
 * Findings that prove the change cannot run as it stands block it. Anything that was not seen and matters
 * makes it impossible to judge. Any other error holds it for people. Only what is left passes.
 */
export function decide(evidence: Evidence, policy: Policy): Verdict {
  const counting = evidence.findings
    .map((finding, index) => ({ finding, index }))
    .filter(({ finding }) => finding.suppressed === null && finding.evidence !== "refuted");
  const errors = counting.filter(({ finding }) => finding.severity === "error");
  const blocking = errors.filter(({ finding }) => finding.hazard === "cannot-run");
  const unseen = [...unseenReasons(evidence), ...failedUntold(evidence, blocking.length + errors.length)];
  const risk = riskOf(counting.map(({ finding }) => finding));
  const decision = decisionOf(blocking.length, unseen.length, errors.length);
  const told =
    decision === "pass" ? passReasons(evidence, counting.length) : errors.map(({ finding, index }) => reasonOf(finding, index));
  return {
    decision,
    risk: decision === "cannot-judge" ? atLeast(risk, "high") : risk,
    reasons: [
      ...(decision === "cannot-judge" ? unseen : []),
      ...told,
      ...(decision === "block" || decision === "hold" ? unseen : []),
    ],
    approvals: { required: requiredApprovals(decision, risk, policy.approvals), from: policy.approvals.from },
  };
}

function decisionOf(blocking: number, unseen: number, errors: number): Decision {
  if (blocking > 0) return "block";
  if (unseen > 0) return "cannot-judge";
  return errors > 0 ? "hold" : "pass";
}

function unseenReasons({ rehearsal, coverage }: Evidence): Reason[] {
  const reasons: Reason[] = coverage.unseen
    .filter((unseen) => unseen.blocking)
    .map((unseen) => ({ code: "unseen", message: `${unseen.what}: ${unseen.why}`, finding: null }));
  if (rehearsal !== null && (rehearsal.outcome === "no-world" || rehearsal.outcome === "stopped")) {
    reasons.unshift({
      code: `rehearsal-${rehearsal.outcome}`,
      message: rehearsal.outcomeReason ?? "The rehearsal did not finish.",
      finding: null,
    });
  }
  return reasons;
}

/** A rehearsal that failed, and no finding that counts says so: silenced or not understood, it is never green. */
function failedUntold({ rehearsal }: Evidence, told: number): Reason[] {
  if (rehearsal?.outcome !== "failed" || told > 0) return [];
  return [
    {
      code: "rehearsal-failed",
      message: `The rehearsal failed: ${rehearsal.outcomeReason ?? "a statement was refused"}.`,
      finding: null,
    },
  ];
}

function passReasons({ proposed, rehearsal }: Evidence, findings: number): Reason[] {
  if (proposed === 0) return [{ code: "no-migrations", message: "This change adds no migration.", finding: null }];
  const proven =
    rehearsal === null
      ? "Nothing in the SQL is known to hurt; it was not rehearsed."
      : "Rehearsed, and nothing that hurts was seen.";
  const notes = findings === 0 ? "" : ` ${findings} ${findings === 1 ? "note" : "notes"} below.`;
  return [{ code: "nothing-found", message: proven + notes, finding: null }];
}

function reasonOf(finding: Finding, index: number): Reason {
  return { code: finding.rule, message: finding.message, finding: index };
}

function atLeast(risk: Risk, floor: Risk): Risk {
  return risk === "critical" ? risk : floor;
}
