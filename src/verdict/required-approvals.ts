import type { Decision, Risk } from "../model/verdict.js";

/** How many people have to approve a change, by the policy; 0 where no approval is asked for or would help. */
export function requiredApprovals(
  decision: Decision,
  risk: Risk,
  policy: { readonly medium: number; readonly high: number; readonly critical: number },
): number {
  if (decision !== "hold") return 0;
  if (risk === "critical") return policy.critical;
  return risk === "high" ? policy.high : policy.medium;
}
