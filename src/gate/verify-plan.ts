import type { GateState } from "./gate-state.js";

export interface Verification {
  readonly allowed: boolean;
  /** Why, as one sentence. */
  readonly reason: string;
}

/** What a pull request's report and gate say, as far as they are known. */
export interface Covering {
  readonly pullRequest: number;
  readonly state: GateState | null;
  /** Digest of the plan at hand, computed as that report was; null where there is no report to compare with. */
  readonly digest: string | null;
  /** Digest that the report is of. */
  readonly reported: string | null;
}

/** Whether a plan may run: nothing is in it, or an open gate of a pull request is for exactly this plan. Refuses by default. */
export function verifyPlan(isEmpty: boolean, coverings: readonly Covering[]): Verification {
  if (isEmpty) return { allowed: true, reason: "No migration is about to run." };
  const refusals: string[] = [];
  for (const { pullRequest, state, digest, reported } of coverings) {
    const where = `#${pullRequest}`;
    if (digest === null || reported === null) refusals.push(`${where} has no report to rely on`);
    else if (digest !== reported)
      refusals.push(`${where} was judged for plan ${reported.slice(0, 8)}, and ${digest.slice(0, 8)} is about to run`);
    else if (state === null || state.digest !== digest) refusals.push(`${where} could not be judged`);
    else if (!state.open) refusals.push(`${where} is ${state.standing}: ${state.nextStep}`);
    else return { allowed: true, reason: `Plan ${digest.slice(0, 8)} is ${state.standing} in ${where}.` };
  }
  return { allowed: false, reason: refusals.join("; ") || "No pull request is known that these migrations came with." };
}
