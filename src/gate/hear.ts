import { mayDecide, mayObject, mayOverride } from "./eligibility.js";
import type { GateInput, Person, Said } from "./gate-input.js";
import type { IgnoredCode } from "./gate-state.js";
import { type Action, type Command, parseCommand } from "./parse-command.js";

/** A decision that its giver may give, for this plan, before time is looked at. */
export interface Decided {
  readonly said: Said;
  readonly person: Person;
  readonly action: Exclude<Action, "rehearse" | "explain">;
  readonly reason: string;
  readonly until: string | null;
  readonly incident: string | null;
  readonly own: boolean;
}

export type Heard =
  | { readonly kind: "decided"; readonly decided: Decided }
  | { readonly kind: "ignored"; readonly said: Said; readonly person: Person; readonly code: IgnoredCode; readonly why: string }
  | { readonly kind: "nothing" };

const NOTHING: Heard = { kind: "nothing" };

/** What one comment or review amounts to. Whatever is not known speaks against it. */
export function hear(said: Said, person: Person, input: GateInput): Heard {
  const ignore = (code: IgnoredCode, why: string): Heard => ({ kind: "ignored", said, person, code, why });
  if (said.by === "review") {
    if (said.verdict === "dismissed") {
      const nothing = { action: "withdraw", reason: "", until: null, incident: null, own: false } as const;
      return { kind: "decided", decided: { said, person, ...nothing } };
    }
    if (said.digest !== input.digest)
      return ignore(
        "other-plan",
        "the review is of a commit with another plan, or whose plan cannot be computed; review the newest",
      );
    const reason = said.body.trim();
    const command = { action: said.verdict, digest: said.digest, until: null, incident: null, reason };
    return weigh(command, said, person, input);
  }
  const parsed = parseCommand(said.body);
  if (parsed.kind === "none") return NOTHING;
  if (parsed.kind === "elsewhere")
    return ignore("not-first-line", "a command counts only on the first line, outside of quotes, code and HTML comments");
  if (parsed.kind === "malformed") return ignore("malformed", parsed.why);
  const edit = wasEdited(said);
  if (edit !== null) return ignore("edited", edit);
  const { command } = parsed;
  const { digest } = input;
  const others = input.otherDigests.filter((other) => other !== digest && other.startsWith(command.digest));
  if (!digest.startsWith(command.digest)) {
    if (others.length > 0) return ignore("other-gate", "it names the plan of another gate on this pull request");
    return ignore("other-plan", `it names another plan than the current one, \`${digest.slice(0, 8)}\``);
  }
  if (others.length > 0) return ignore("ambiguous", "the digest fits several plans of this pull request; give more of it");
  return weigh(command, said, person, input);
}

function wasEdited(said: Extract<Said, { by: "comment" }>): string | null {
  if (said.edited === "unknown") return "GitHub did not tell whether the comment was edited";
  if (said.edited || said.createdAt !== said.updatedAt) return "edited comments never count; write a new one";
  return null;
}

function weigh(command: Command, said: Said, person: Person, input: GateInput): Heard {
  const { action, reason, until, incident } = command;
  const ignore = (code: IgnoredCode, why: string): Heard => ({ kind: "ignored", said, person, code, why });
  if (action === "rehearse")
    return ignore("no-decision", "it asks for a new rehearsal: push, or re-run the job that made the report");
  if (action === "explain") return ignore("no-decision", "it asks for an explanation: the report says why, under each finding");
  const may = permissionFor(action, person, reason, input);
  if (!may.eligible) return ignore(may.code, may.why);
  const lacking = lacks(command);
  if (lacking !== null) return ignore("incomplete", lacking);
  return { kind: "decided", decided: { said, person, action, reason, until, incident, own: may.own } };
}

function permissionFor(action: Decided["action"], person: Person, reason: string, input: GateInput) {
  switch (action) {
    case "approve":
      return mayDecide(person, reason, input);
    case "reject":
    case "defer":
      return mayObject(person, reason, input);
    case "override":
      return mayOverride(person, input);
    case "withdraw":
      // Taking back one's own word needs no right: where there is none to take back, nothing happens.
      return { eligible: person.kind === "user", own: false, code: "not-a-person", why: "bots and apps never decide" } as const;
  }
}

/** What a decision has to come with. */
function lacks({ action, reason, until, incident }: Command): string | null {
  const needsReason = action === "reject" || action === "defer" || action === "override";
  if (needsReason && reason.trim().length < 3) return `\`${action}\` needs a reason`;
  if (action === "defer" && !isDay(until)) return "`defer` needs a date: `until YYYY-MM-DD`";
  if (incident !== null && !/^https?:\/\/\S+$/u.test(incident)) return "after `incident:` comes a link";
  return null;
}

function isDay(text: string | null): boolean {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
