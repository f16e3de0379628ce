import type { Decision, Risk } from "../model/verdict.js";

/** All that a decision about a change rests on. The outer layers fetch it anew each time; nothing of it is remembered. */
export interface GateInput {
  /** SHA-256 in hex of the plan as it stands now, recomputed from the files. */
  readonly digest: string;
  /** What the report of that plan says. */
  readonly decision: Decision;
  readonly risk: Risk;
  /** How many people must approve while the decision is `hold`; 0: nobody can. */
  readonly required: number;
  /** What has to be met beside `required`: a hazard's own approvers, owners of the files. */
  readonly requirements: readonly Requirement[];
  /** When the report of this plan was first shown, as ISO 8601; nobody can have read it before. */
  readonly reportedAt: string;
  /** Plans of other gates on the same pull request, so that a short digest is never taken for the wrong one. */
  readonly otherDigests: readonly string[];
  readonly policy: GatePolicy;
  readonly change: Authorship;
  /** Logins of accounts that an AI agent writes with: like bots, they never decide. */
  readonly agents: readonly string[];
  readonly people: readonly Person[];
  readonly said: readonly Said[];
  readonly now: string;
}

/** So many approvals of these people. Who counts here need not be among `policy.from`, and one person may meet several. */
export interface Requirement {
  /** What asks for it, in words. */
  readonly because: string;
  readonly count: number;
  /** Logins and `org/team`, as for the policy; empty: everybody with write access. Addresses meet nothing. */
  readonly from: readonly string[];
  /** Code owners without write access are none to GitHub. */
  readonly writersOnly: boolean;
}

export interface GatePolicy {
  /** Logins and `org/team`; empty: everybody with write access. */
  readonly from: readonly string[];
  /** Who may override; empty: nobody. */
  readonly override: readonly string[];
  /** `sole-maintainer`: the only person named in `from` may approve own work, with a sentence that says so. */
  readonly self: "never" | "sole-maintainer";
  /** Hours after which an approval has to be given again. */
  readonly expiresHours: number;
}

/** People by their numeric ids: logins can be renamed and taken by others. */
export interface Authorship {
  readonly author: number;
  /** Authors, co-authors and committers of the commits, and whoever was seen pushing them. */
  readonly contributors: readonly number[];
}

export interface Person {
  readonly id: number;
  readonly login: string;
  /** `other` is every account that is not a person's: bots, apps, organizations, ghosts. */
  readonly kind: "user" | "other";
  readonly permission: "none" | "read" | "triage" | "write" | "maintain" | "admin" | "unknown";
  /** By `org/team` in lower case, for each team that the policy names. A missing entry counts as unreadable. */
  readonly teams: Readonly<Record<string, "member" | "not-member" | "unreadable">>;
}

/** What somebody wrote on the pull request that may be a decision. */
export type Said = SaidInComment | SaidInReview;

export interface SaidInComment {
  readonly by: "comment";
  readonly id: number;
  readonly person: number;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** `unknown` where GitHub did not tell; such a comment does not count. */
  readonly edited: boolean | "unknown";
}

export interface SaidInReview {
  readonly by: "review";
  readonly id: number;
  readonly person: number;
  /** A dismissed review says no longer what it said; anybody who may write can dismiss one. */
  readonly verdict: "approve" | "reject" | "dismissed";
  readonly body: string;
  readonly createdAt: string;
  /** Digest of the plan at the commit that was reviewed; null where it could not be computed. */
  readonly digest: string | null;
}
