import { mayDecide } from "./eligibility.js";
import type { GateInput, Person, Said } from "./gate-input.js";
import type { GateStanding, GateState, Ignored } from "./gate-state.js";
import { type Decided, hear } from "./hear.js";
import { ignoredOf } from "./ignored-of.js";
import { nextStep } from "./next-step.js";
import { generalOf, requirementsMet, type Tally, tallyOf } from "./tally.js";

/**
 * Where a change stands: a function of the facts and the clock alone, so that reruns, races and lost runners
 * come to the same answer. It never throws, and facts that make no sense keep the gate shut.
 */
export function evaluateGate(input: GateInput): GateState {
  const now = Date.parse(input.now);
  const { decided, ignored } = listen(input);
  const tally = tallyOf(decided, input, now, ignored);
  const standing = makesSense(input, now) ? standingOf(tally, input) : "cannot-judge";
  const { approvals, rejections, deferrals, override } = tally;
  const met = requirementsMet(input, approvals);
  const missing = standing === "waiting" || standing === "expired" ? Math.max(0, input.required - generalOf(approvals)) : 0;
  const open = standing === "passed" || standing === "approved" || standing === "overridden";
  const { digest, decision, risk, required } = input;
  const facts = { standing, open, digest, decision, risk, required, missing, requirements: met, from: input.policy.from };
  const state = { ...facts, approvals, rejections, deferrals, override, ignored: inOrder(ignored) };
  return { ...state, nextStep: nextStep(state, input), changesAt: changesAt(state) };
}

/** Facts that would make every comparison meaningless. */
function makesSense({ digest, required, requirements, policy, reportedAt, decision }: GateInput, now: number): boolean {
  return (
    requirements.every(({ count: wanted }) => Number.isInteger(wanted) && wanted > 0) &&
    /^[0-9a-f]{64}$/u.test(digest) &&
    Number.isInteger(required) &&
    required >= 0 &&
    Number.isFinite(policy.expiresHours) &&
    policy.expiresHours > 0 &&
    Number.isFinite(now) &&
    Number.isFinite(Date.parse(reportedAt)) &&
    ["pass", "hold", "block", "cannot-judge"].includes(decision)
  );
}

/** Each person's newest decision; what is not one, and what a later one replaced, is told with its reason. */
function listen(input: GateInput): { decided: Decided[]; ignored: Ignored[] } {
  const people = new Map(input.people.map((person) => [person.id, person]));
  const ignored: Ignored[] = [];
  const newest = new Map<number, Decided>();
  const withdrawals: Decided[] = [];
  for (const said of input.said.toSorted(byTime)) {
    const heard = hear(said, people.get(said.person) ?? stranger(said.person), input);
    if (heard.kind === "ignored") ignored.push(ignoredOf(said, heard.person, heard.code, heard.why));
    if (heard.kind !== "decided") continue;
    const { decided } = heard;
    if (decided.action === "withdraw" && !isDismissed(said) && mayDecide(decided.person, "", input).eligible)
      withdrawals.push(decided);
    const before = newest.get(decided.person.id);
    if (isDismissed(said) && (before?.action === "reject" || before?.action === "defer")) continue;
    if (before !== undefined && before.action !== "withdraw")
      ignored.push(ignoredOf(before.said, before.person, "replaced", "the same person decided anew later"));
    newest.set(decided.person.id, decided);
  }
  const decided = [...newest.values()].filter((each) => {
    if (each.action !== "reject" || !isLifted(each, withdrawals)) return true;
    ignored.push(ignoredOf(each.said, each.person, "replaced", "two others who may decide withdrew it"));
    return false;
  });
  return { decided, ignored };
}

/** Who rejected may be gone: two others who may decide take a rejection back together. */
function isLifted({ said, person }: Decided, withdrawals: readonly Decided[]): boolean {
  const later = withdrawals.filter(
    (each) => each.person.id !== person.id && Date.parse(each.said.createdAt) > Date.parse(said.createdAt),
  );
  return new Set(later.map((each) => each.person.id)).size >= 2;
}

/** Somebody else may have dismissed it: it ends an approval, so that no older one comes back, but never an objection. */
function isDismissed(said: Said): boolean {
  return said.by === "review" && said.verdict === "dismissed";
}

/** The first that holds, worst first. An override stands above all. */
function standingOf({ override, rejections, deferrals, approvals, expired }: Tally, input: GateInput): GateStanding {
  if (override !== null) return "overridden";
  if (input.decision === "cannot-judge") return "cannot-judge";
  if (input.decision === "block") return "blocked";
  if (rejections.length > 0) return "sent-back";
  if (deferrals.length > 0) return "deferred";
  if (input.decision === "pass") return "passed";
  // A policy that asks nobody to approve lets nobody approve: such a change has to be mended.
  const met = requirementsMet(input, approvals).every((each) => each.met >= each.count);
  if (input.required > 0 && generalOf(approvals) >= input.required && met) return "approved";
  return expired > 0 ? "expired" : "waiting";
}

function changesAt({ approvals, deferrals, override }: Pick<GateState, "approvals" | "deferrals" | "override">): string | null {
  const times = [...approvals, ...deferrals, ...(override === null ? [] : [override])].map(({ until }) => until);
  return times.toSorted()[0] ?? null;
}

function byTime(left: Said, right: Said): number {
  const [a, b] = [Date.parse(left.createdAt), Date.parse(right.createdAt)];
  return (Number.isFinite(a) ? a : 0) - (Number.isFinite(b) ? b : 0) || left.id - right.id;
}

function inOrder(ignored: readonly Ignored[]): Ignored[] {
  return ignored.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
}

function stranger(id: number): Person {
  return { id, login: `#${id}`, kind: "user", permission: "unknown", teams: {} };
}
