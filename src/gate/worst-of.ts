import type { Decision, Risk } from "../model/verdict.js";

const DECISIONS: readonly Decision[] = ["pass", "hold", "block", "cannot-judge"];
const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];

interface Judged {
  readonly decision: Decision;
  readonly risk: Risk;
  /** Approvals that it asks for. */
  readonly required: number;
}

/** What several verdicts amount to: what one of them does not let pass, the whole does not. */
export function worstOf(judged: readonly Judged[]): Judged {
  const decision = DECISIONS.findLast((each) => judged.some((one) => one.decision === each)) ?? "pass";
  const risk = RISKS.findLast((each) => judged.some((one) => one.risk === each)) ?? "none";
  const asked = judged.filter((one) => one.decision === "hold").map(({ required }) => required);
  // Where the settings of one let nobody approve it, nobody approves the whole.
  return { decision, risk, required: decision !== "hold" || asked.includes(0) ? 0 : Math.max(...asked) };
}

/** Negative where the left is worse. */
export function byWorst(left: Pick<Judged, "decision" | "risk">, right: Pick<Judged, "decision" | "risk">): number {
  return (
    DECISIONS.indexOf(right.decision) - DECISIONS.indexOf(left.decision) || RISKS.indexOf(right.risk) - RISKS.indexOf(left.risk)
  );
}
