import { endOf } from "./end-of.js";
import { firstWords } from "./first-words.js";
import type { GateInput, Said } from "./gate-input.js";
import type { GateState, Ignored } from "./gate-state.js";
import { type Command, parseCommand } from "./parse-command.js";

/** One line of the log: who, what, when, under which plan, and what it did. */
export interface LogEntry {
  readonly at: string;
  readonly by: "report" | "comment" | "review" | "clock";
  /** Of the comment or review; of what ended, for the clock; 0 for the report. */
  readonly id: number;
  /** Numeric id of the account; 0 where nobody acted. */
  readonly person: number;
  readonly login: string;
  /** `report`, `approve`, `reject`, …, `end`; `unclear` for what is no command. */
  readonly action: string;
  /** First line as it was written, or the review's state; cut. */
  readonly said: string;
  /** Digest as it was given, or the reviewed commit's; null where there was none. */
  readonly plan: string | null;
  readonly effective: boolean;
  /** Why it has no effect, or what it came with. */
  readonly why: string;
}

/**
 * Everything that happened to the plan, in the order of GitHub's clock, made from the same facts as the state. What ended
 * by time alone stays effective in its own line and gets a second one, so that a later log only ever adds lines.
 */
export function decisionLog(input: GateInput, state: GateState): readonly LogEntry[] {
  const now = Date.parse(input.now);
  const people = new Map(input.people.map((person) => [person.id, person.login]));
  const ignored = new Map(state.ignored.map((each) => [`${each.by} ${each.id}`, each]));
  const entries: LogEntry[] = [reportEntry(input)];
  for (const said of input.said) {
    const what = whatOf(said);
    if (what === null) continue;
    const refusal = ignored.get(`${said.by} ${said.id}`);
    const effective = refusal === undefined || refusal.code === "expired" || refusal.code === "replaced";
    const of = {
      said: firstWords(said),
      by: said.by,
      id: said.id,
      person: said.person,
      login: people.get(said.person) ?? `#${said.person}`,
    };
    const why = effective ? what.words : (refusal?.why ?? "");
    entries.push({ at: said.createdAt, ...of, action: what.action, plan: what.plan, effective, why });
    const end = effective ? endOf(what, Date.parse(said.createdAt), input.policy.expiresHours) : null;
    if (end !== null && end <= now && !isReplacedBefore(end, said, input, refusal))
      entries.push({
        ...of,
        at: new Date(end).toISOString(),
        by: "clock",
        action: "end",
        plan: what.plan,
        effective,
        why: what.action,
      });
  }
  return entries.toSorted((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
}

function timeOf({ at }: LogEntry): number {
  const time = Date.parse(at);
  return Number.isFinite(time) ? time : 0;
}

function reportEntry({ reportedAt, digest, decision, risk, required }: GateInput): LogEntry {
  const why = `${decision}, risk ${risk}, ${required} to approve`;
  return {
    at: reportedAt,
    by: "report",
    id: 0,
    person: 0,
    login: "",
    action: "report",
    said: "",
    plan: digest,
    effective: true,
    why,
  };
}

type What = Pick<Command, "until"> & { readonly action: string; readonly plan: string | null; readonly words: string };

function whatOf(said: Said): What | null {
  if (said.by === "review") return { action: said.verdict, plan: said.digest, until: null, words: said.body.trim() };
  const parsed = parseCommand(said.body);
  if (parsed.kind === "none") return null;
  if (parsed.kind !== "command") return { action: "unclear", plan: null, until: null, words: "" };
  const { action, digest: plan, until, incident, reason } = parsed.command;
  const extra = [until === null ? "" : `until ${until}`, incident === null ? "" : `incident ${incident}`, reason];
  return { action, plan, until, words: extra.filter((part) => part !== "").join(" · ") };
}

/** What its giver had already replaced did not end by time. */
function isReplacedBefore(end: number, said: Said, input: GateInput, refusal: Ignored | undefined): boolean {
  if (refusal?.code !== "replaced") return false;
  const later = input.said.filter(
    ({ person, createdAt }) => person === said.person && Date.parse(createdAt) > Date.parse(said.createdAt),
  );
  return later.some(({ createdAt }) => Date.parse(createdAt) <= end);
}
