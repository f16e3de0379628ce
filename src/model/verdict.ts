export type Risk = "none" | "low" | "medium" | "high" | "critical";

/**
 * - `pass`: may merge.
 * - `hold`: may merge once the required people approve.
 * - `block`: cannot work as it stands; only a change to the files helps.
 * - `cannot-judge`: something needed for a verdict was not seen.
 */
export type Decision = "pass" | "hold" | "block" | "cannot-judge";

export interface Reason {
  readonly code: string;
  readonly message: string;
  /** Index into the assessment's findings; null for reasons that no finding carries. */
  readonly finding: number | null;
}

export interface Verdict {
  readonly decision: Decision;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
  readonly approvals: { readonly required: number; readonly from: readonly string[] };
}
