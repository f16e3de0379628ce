import type { GateInput, Person, Requirement } from "./gate-input.js";
import type { IgnoredCode } from "./gate-state.js";

export type Eligibility =
  | { readonly eligible: true; readonly own: boolean }
  | { readonly eligible: false; readonly code: IgnoredCode; readonly why: string };

const MAY_WRITE: readonly Person["permission"][] = ["write", "maintain", "admin"];

/** What a declared sole maintainer has to write, so that nobody approves own work by habit. */
const SOLE = "i am the only maintainer";

/** Whether a person's word counts for an approval or an objection. Whatever is not known speaks against. */
export function mayDecide(person: Person, reason: string, input: GateInput): Eligibility {
  const { policy, change, requirements } = input;
  const machine = asMachine(person, input);
  if (machine !== null) return machine;
  const own = isOwn(person, change);
  if (own && !isSoleMaintainer(person, policy)) {
    return refused("own-work", `authors, committers and pushers never decide on their own work; ${needed(policy.from)} can`);
  }
  if (own && !reason.toLowerCase().includes(SOLE)) {
    return refused("own-work", "a sole maintainer's approval has to say `I am the only maintainer` after the digest");
  }
  const listed = isAmong(person, policy.from, true);
  return listed.eligible || requirements.some((each) => mayMeet(person, each)) ? { eligible: true, own } : listed;
}

/** Whether a person is among those whose approval the policy asks for in general. */
export function isAsked(person: Person, from: readonly string[]): boolean {
  return isAmong(person, from, true).eligible;
}

export function mayMeet(person: Person, { from, writersOnly }: Requirement): boolean {
  return isAmong(person, from, true).eligible && (!writersOnly || MAY_WRITE.includes(person.permission));
}

/** Who objects needs no list where a team cannot be read: write access is enough to stop, never to open. */
export function mayObject(person: Person, reason: string, input: GateInput): Eligibility {
  const may = mayDecide(person, reason, input);
  if (may.eligible || may.code !== "cannot-tell" || !MAY_WRITE.includes(person.permission)) return may;
  return { eligible: true, own: false };
}

export function mayOverride(person: Person, input: GateInput): Eligibility {
  const { policy, change } = input;
  const machine = asMachine(person, input);
  if (machine !== null) return machine;
  if (policy.override.length === 0) return refused("not-eligible", "the settings name nobody who may override");
  if (isOwn(person, change) && !isSoleMaintainer(person, policy))
    return refused("own-work", `nobody overrides for their own work; ${needed(policy.override)} can`);
  return isAmong(person, policy.override, false);
}

function asMachine({ kind, login }: Person, { agents }: GateInput): Eligibility | null {
  if (kind !== "user") return refused("not-a-person", "bots and apps never decide");
  if (!agents.some((agent) => sameName(agent, login))) return null;
  return refused("not-a-person", "agents may fix, resubmit and ask; people decide");
}

/** Who is asked, in words. */
export function needed(list: readonly string[]): string {
  return list.length === 0 ? "people with write access" : list.map((each) => `\`${each}\``).join(", ");
}

function isOwn(person: Person, { author, contributors }: GateInput["change"]): boolean {
  return person.id === author || contributors.includes(person.id);
}

/** Provable from the settings alone: they name one person, and this is the one. */
function isSoleMaintainer(person: Person, { self, from }: GateInput["policy"]): boolean {
  const [only, ...more] = from;
  return self === "sole-maintainer" && more.length === 0 && only !== undefined && sameName(only, person.login);
}

function isAmong(person: Person, list: readonly string[], emptyMeansWriters: boolean): Eligibility {
  const { permission, login } = person;
  if (permission === "unknown") return refused("cannot-tell", `the token cannot read what access \`${login}\` has`);
  if (permission === "none") return refused("not-eligible", `\`${login}\` has no access to this repository (any more)`);
  if (list.length === 0) {
    if (emptyMeansWriters && MAY_WRITE.includes(permission)) return { eligible: true, own: false };
    return refused("not-eligible", `\`${login}\` has no write access; ${needed(list)} can decide`);
  }
  if (list.some((each) => !each.includes("/") && sameName(each, login))) return { eligible: true, own: false };
  const teams = list.filter((each) => each.includes("/"));
  const standing = teams.map((team) => person.teams[team.replace(/^@/u, "").toLowerCase()] ?? "unreadable");
  if (standing.includes("member")) return { eligible: true, own: false };
  const unreadable = teams.filter((_, index) => standing[index] === "unreadable");
  if (unreadable.length > 0) {
    return refused(
      "cannot-tell",
      `the token cannot read the members of ${needed(unreadable)}: \`GITHUB_TOKEN\` never can; pass a token of a GitHub App with \`members: read\` as \`github-token\``,
    );
  }
  return refused("not-eligible", `\`${login}\` is not among ${needed(list)}`);
}

function sameName(written: string, login: string): boolean {
  return written.replace(/^@/u, "").toLowerCase() === login.toLowerCase();
}

function refused(code: IgnoredCode, why: string): Eligibility {
  return { eligible: false, code, why };
}
