import { isAsked, mayMeet } from "./eligibility.js";
import { endOf, isoOf } from "./end-of.js";
import type { GateInput } from "./gate-input.js";
import type { Approval, Ignored, IgnoredCode, Objection, Override, RequirementState } from "./gate-state.js";
import type { Decided } from "./hear.js";
import { ignoredOf } from "./ignored-of.js";

const MAX_DEFERRAL = 90 * 24 * 3_600_000;

export interface Tally {
  readonly approvals: Approval[];
  readonly rejections: Objection[];
  readonly deferrals: (Objection & { until: string })[];
  override: Override | null;
  expired: number;
}

/** What each person's newest decision amounts to at this time. What time speaks against is added to `ignored`. */
export function tallyOf(decided: readonly Decided[], input: GateInput, now: number, ignored: Ignored[]): Tally {
  const tally: Tally = { approvals: [], rejections: [], deferrals: [], override: null, expired: 0 };
  for (const each of decided) {
    const refuse = (code: IgnoredCode, why: string) => ignored.push(ignoredOf(each.said, each.person, code, why));
    const at = Date.parse(each.said.createdAt);
    const heard = {
      person: each.person.id,
      login: each.person.login,
      at: each.said.createdAt,
      by: each.said.by,
      id: each.said.id,
    };
    const objection = { ...heard, reason: each.reason };
    if (each.action === "reject") tally.rejections.push(objection);
    else if (each.action === "defer") {
      const until = endOf(each, at, input.policy.expiresHours) ?? Number.NaN;
      if (until - at > MAX_DEFERRAL) refuse("incomplete", "a deferral lasts at most 90 days");
      else if (until <= now) refuse("expired", "its date has come");
      else tally.deferrals.push({ ...objection, until: new Date(until).toISOString() });
    } else if (each.action === "approve" || each.action === "override") {
      // Not `<`: who writes in the second of the report has not read it. A time that cannot be read compares false.
      if (!(at > Date.parse(input.reportedAt))) {
        refuse("before-report", "it is older than the report of this plan; read that and decide again");
        continue;
      }
      const end = endOf(each, at, input.policy.expiresHours) ?? Number.NaN;
      if (!(now < end)) {
        tally.expired += each.action === "approve" ? 1 : 0;
        refuse("expired", `it ended ${isoOf(end)}`);
      } else if (each.action === "approve")
        tally.approvals.push({ ...heard, until: isoOf(end), own: each.own, general: isAsked(each.person, input.policy.from) });
      else tally.override ??= { ...objection, until: isoOf(end), incident: each.incident };
    }
  }
  return tally;
}

/** How many approvals count for the number that the risk asks for. */
export function generalOf(approvals: readonly Approval[]): number {
  return approvals.filter(({ general }) => general).length;
}

export function requirementsMet({ requirements, people }: GateInput, approvals: readonly Approval[]): RequirementState[] {
  const approvers = approvals.flatMap(({ person }) => people.find(({ id }) => id === person) ?? []);
  return requirements.map((each) => {
    const met = approvers.filter((person) => mayMeet(person, each)).length;
    return { ...each, met: Math.min(met, each.count) };
  });
}
