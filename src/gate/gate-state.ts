import type { Decision, Risk } from "../model/verdict.js";
import type { Requirement } from "./gate-input.js";

export type GateStanding =
  /** The verdict passes and nobody objects. */
  | "passed"
  | "approved"
  | "waiting"
  /** Enough people approved once, and too long ago. */
  | "expired"
  | "sent-back"
  | "deferred"
  | "blocked"
  | "cannot-judge"
  | "overridden";

/** Where a change stands. Made anew from the facts each time, never stored. */
export interface GateState {
  readonly standing: GateStanding;
  /** Whether it may merge. True only for `passed`, `approved` and `overridden`. */
  readonly open: boolean;
  readonly digest: string;
  readonly decision: Decision;
  readonly risk: Risk;
  readonly required: number;
  /** How many approvals are still wanting; 0 where none would help or be needed. */
  readonly missing: number;
  /** What is asked beside that number, and how far it is met. */
  readonly requirements: readonly RequirementState[];
  /** Who may give them: logins and teams as the policy writes them; empty: everybody with write access. */
  readonly from: readonly string[];
  readonly approvals: readonly Approval[];
  readonly rejections: readonly Objection[];
  readonly deferrals: readonly (Objection & { readonly until: string })[];
  readonly override: Override | null;
  readonly ignored: readonly Ignored[];
  /** What has to happen now, as one sentence. */
  readonly nextStep: string;
  /** When time alone changes this state next (an approval expires, a date comes), as ISO 8601. */
  readonly changesAt: string | null;
}

export interface RequirementState extends Requirement {
  /** How many approvals count for it, up to `count`. */
  readonly met: number;
}

interface Heard {
  /** Numeric id of the account. */
  readonly person: number;
  readonly login: string;
  readonly at: string;
  readonly by: "comment" | "review";
  readonly id: number;
}

export interface Approval extends Heard {
  readonly until: string;
  /** Own work, approved by a declared sole maintainer. */
  readonly own: boolean;
  /** Whether it counts for the number that the risk asks for; otherwise for a requirement only. */
  readonly general: boolean;
}

export interface Objection extends Heard {
  readonly reason: string;
}

export interface Override extends Objection {
  readonly until: string;
  readonly incident: string | null;
}

/** Something that looked like a decision and does not count. */
export interface Ignored extends Heard {
  readonly said: string;
  readonly code: IgnoredCode;
  /** The rule that it does not meet, and who could, as one sentence. */
  readonly why: string;
}

export type IgnoredCode =
  | "malformed"
  | "not-first-line"
  | "edited"
  | "not-a-person"
  | "own-work"
  | "not-eligible"
  | "cannot-tell"
  | "other-plan"
  | "other-gate"
  | "ambiguous"
  | "before-report"
  | "expired"
  | "incomplete"
  | "replaced"
  | "no-decision";
