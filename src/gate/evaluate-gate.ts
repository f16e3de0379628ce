import type { GateInput, Person, Said } from "./gate-input.js";
import type { Approval, GateStanding, GateState, Ignored, IgnoredCode, Objection, Override } from "./gate-state.js";
import { type Decided, hear } from "./hear.js";
import { nextStep } from "./next-step.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An override opens a closed door; it closes again before the next shift. */
const OVERRIDE_HOURS = 4;
const MAX_DEFERRAL = 90 * DAY;

/**
 * Where a change stands: a function of the facts and the clock alone, so that reruns, races and lost runners
 * come to the same answer. It never throws, and facts that make no sense keep the gate shut.
 */
export function evaluateGate(input: GateInput): GateState {
  const now = Date.parse(input.now);
  const { decided, ignored } = listen(input);
  const tally = count(decided, input, now, ignored);
  const standing = makesSense(input, now) ? standingOf(tally, input) : "cannot-judge";
  const { approvals, rejections, deferrals, override } = tally;
  const missing = standing === "waiting" || standing === "expired" ? Math.max(0, input.required - approvals.length) : 0;
  const open = standing === "passed" || standing === "approved" || standing === "overridden";
  const { digest, decision, risk, required } = input;
  const facts = { standing, open, digest, decision, risk, required, missing, from: input.policy.from };
  const state = { ...facts, approvals, rejections, deferrals, override, ignored: inOrder(ignored) };
  return { ...state, nextStep: nextStep(state, input), changesAt: changesAt(state) };
}

/** Facts that would make every comparison meaningless. */
function makesSense({ digest, required, policy, reportedAt, decision }: GateInput, now: number): boolean {
  return (
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
  for (const said of input.said.toSorted(byTime)) {
    const heard = hear(said, people.get(said.person) ?? stranger(said.person), input);
    if (heard.kind === "ignored") ignored.push(ignoredOf(said, heard.person, heard.code, heard.why));
    if (heard.kind !== "decided") continue;
    const { decided } = heard;
    const before = newest.get(decided.person.id);
    if (isDismissed(said) && (before?.action === "reject" || before?.action === "defer")) continue;
    if (before !== undefined && before.action !== "withdraw")
      ignored.push(ignoredOf(before.said, before.person, "replaced", "the same person decided anew later"));
    newest.set(decided.person.id, decided);
  }
  return { decided: [...newest.values()], ignored };
}

/** Somebody else may have dismissed it: it ends an approval, so that no older one comes back, but never an objection. */
function isDismissed(said: Said): boolean {
  return said.by === "review" && said.verdict === "dismissed";
}

interface Tally {
  readonly approvals: Approval[];
  readonly rejections: Objection[];
  readonly deferrals: (Objection & { until: string })[];
  override: Override | null;
  expired: number;
}

function count(decided: readonly Decided[], input: GateInput, now: number, ignored: Ignored[]): Tally {
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
      const until = Date.parse(`${each.until}T00:00:00Z`);
      if (until - at > MAX_DEFERRAL) refuse("incomplete", "a deferral lasts at most 90 days");
      else if (until <= now) refuse("expired", "its date has come");
      else tally.deferrals.push({ ...objection, until: new Date(until).toISOString() });
    } else if (each.action === "approve" || each.action === "override") {
      // Not `<`: who writes in the second of the report has not read it. A time that cannot be read compares false.
      if (!(at > Date.parse(input.reportedAt))) {
        refuse("before-report", "it is older than the report of this plan; read that and decide again");
        continue;
      }
      const end = at + (each.action === "approve" ? input.policy.expiresHours : OVERRIDE_HOURS) * HOUR;
      if (!(now < end)) {
        tally.expired += each.action === "approve" ? 1 : 0;
        refuse("expired", `it ended ${isoOf(end)}`);
      } else if (each.action === "approve") tally.approvals.push({ ...heard, until: isoOf(end), own: each.own });
      else tally.override ??= { ...objection, until: isoOf(end), incident: each.incident };
    }
  }
  return tally;
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
  if (input.required > 0 && approvals.length >= input.required) return "approved";
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

function ignoredOf(said: Said, { id: person, login }: Person, code: IgnoredCode, why: string): Ignored {
  const words = said.by === "review" ? said.verdict : (said.body.split(/\r\n|[\n\r]/u, 1)[0] ?? "");
  return { person, login, at: said.createdAt, by: said.by, id: said.id, said: words.slice(0, 120), code, why };
}

function stranger(id: number): Person {
  return { id, login: `#${id}`, kind: "user", permission: "unknown", teams: {} };
}

function isoOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : "never";
}
