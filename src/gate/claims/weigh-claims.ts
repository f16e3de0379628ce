import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import type { Claim } from "./read-claims.js";

/** A claim beside the evidence. Only what was seen contradicts; what is merely predicted leaves it open. */
export interface WeighedClaim {
  readonly claim: Claim;
  readonly result: "contradicted" | "open" | "nothing-against";
  /** One sentence: what speaks against it, or why it cannot be told. */
  readonly because: string;
}

type Evidence = Pick<Assessment, "verdict" | "findings" | "rehearsal" | "history">;

const RISKS = ["none", "low", "medium", "high", "critical"];

export function weighClaims(claims: readonly Claim[], evidence: Evidence): readonly WeighedClaim[] {
  if (evidence.history.proposed.length === 0) return [];
  return claims.map((claim) => ({ claim, ...weigh(claim, evidence) }));
}

function weigh(claim: Claim, evidence: Evidence): Omit<WeighedClaim, "claim"> {
  const { verdict } = evidence;
  if (claim.kind === "risk") {
    if (verdict.decision === "cannot-judge") return { result: "open", because: "the risk cannot be told" };
    const higher = RISKS.indexOf(verdict.risk) > RISKS.indexOf(claim.level ?? "critical");
    return higher ? { result: "contradicted", because: `the risk is ${verdict.risk}` } : nothing(evidence);
  }
  const against = evidence.findings.filter((finding) => finding.evidence !== "refuted" && speaksAgainst(claim, finding));
  const proof = against.find(isProof(claim));
  if (proof !== undefined) return { result: "contradicted", because: proof.message };
  const [doubt] = against;
  return doubt === undefined ? nothing(evidence) : { result: "open", because: doubt.message };
}

function nothing({ rehearsal, verdict }: Evidence): Omit<WeighedClaim, "claim"> {
  if (rehearsal === null || verdict.decision === "cannot-judge")
    return { result: "open", because: "it was not rehearsed to the end" };
  return { result: "nothing-against", because: "the rehearsal saw nothing against it" };
}

function speaksAgainst({ kind }: Claim, { hazard, severity, direction, rule }: Finding): boolean {
  if (rule === "down-missing" || rule === "irreversible-declared") return kind === "reversible";
  if (severity !== "error") return false;
  switch (kind) {
    case "no-downtime":
      return direction === "up" && ["blocks-reads", "blocks-writes", "lock-then-work"].includes(hazard);
    case "reversible":
      return direction === "down" || hazard === "no-way-back";
    case "compatible":
      return direction === "up" && hazard === "breaks-old-code";
    case "no-data-loss":
      return direction === "up" && hazard === "data-loss";
    case "risk":
      return false;
  }
}

/** A column that goes breaks old code only if old code reads it: a query or a routine that broke is the proof. */
function isProof({ kind }: Claim) {
  return ({ evidence, rule }: Finding): boolean => {
    if (kind === "compatible") return rule === "old-query-breaks" || rule === "old-routine-breaks";
    return evidence === "confirmed" || evidence === "observed" || rule === "down-missing" || rule === "irreversible-declared";
  };
}
