import type { GateInput, GatePolicy, Person, Requirement, Said } from "../gate/gate-input.js";
import { parseCommand } from "../gate/parse-command.js";
import type { Settings } from "../settings/schema.js";
import type { Conversation } from "./conversation.js";
import { policyOf } from "./policy-of.js";
import type { Account, GitHubReader, PullRequest } from "./reader.js";
import type { ReportRecord } from "./report-record.js";

export interface Case {
  readonly reader: GitHubReader;
  readonly pullRequest: PullRequest;
  readonly databases: readonly Pick<Settings, "approvals" | "key">[];
  readonly conversation: Conversation;
  readonly record: ReportRecord;
  readonly requirements: readonly Requirement[];
  /** Digest of the plan at a commit, or null where it cannot be computed. */
  readonly digestAt: (commit: string) => Promise<string | null>;
}

/** More people than can have a say; beyond it is a flood, and who comes later counts as unknown. */
const MAX_PEOPLE = 100;
/** Reviews of more commits than this are of plans long gone. */
const MAX_COMMITS = 10;

/** All that the gate weighs, fetched anew. People are looked up only where something of theirs may count. */
export async function gateFacts(of: Case): Promise<{ readonly input: GateInput; readonly notes: readonly string[] }> {
  const { reader, pullRequest, databases, conversation, record } = of;
  const { policy, agents, required } = policyOf(databases, record);
  const said = [...conversation.commands.map(commandSaid), ...(await reviewsSaid(of))];
  const { people, contributors, unclaimed } = said.length === 0 ? NOBODY : await peopleOf(of, policy);
  return {
    input: {
      digest: record.digest,
      decision: record.decision,
      risk: record.risk,
      required,
      requirements: of.requirements,
      reportedAt: record.since,
      otherDigests: conversation.otherDigests,
      policy,
      change: { author: pullRequest.author.id, contributors: [...contributors, ...record.pushers] },
      agents,
      people,
      said,
      now: reader.now(),
    },
    notes: unclaimed.length === 0 ? [] : [unclaimedNote(unclaimed)],
  };
}

const NOBODY = { people: [], contributors: [], unclaimed: [] };

function commandSaid({ id, author, body, createdAt, updatedAt, edited }: Conversation["commands"][number]): Said {
  return { by: "comment", id, person: author.id, body, createdAt, updatedAt, edited };
}

async function reviewsSaid({ conversation, digestAt }: Case): Promise<Said[]> {
  const commits = [...new Set(conversation.reviews.map(({ commit }) => commit).toReversed())].slice(0, MAX_COMMITS);
  const digests = new Map<string, string | null>();
  for (const commit of commits) digests.set(commit, await digestAt(commit));
  return conversation.reviews.map(({ id, author, state, body, submittedAt, commit }) => ({
    by: "review",
    id,
    person: author.id,
    verdict: state === "APPROVED" ? "approve" : state === "DISMISSED" ? "dismissed" : "reject",
    body,
    createdAt: submittedAt,
    digest: digests.get(commit) ?? null,
  }));
}

async function peopleOf({ reader, pullRequest, conversation, record, requirements }: Case, { from, override }: GatePolicy) {
  const accounts = new Map<number, Account>();
  const relevant = conversation.commands.filter(({ body }) => names(body, record.digest));
  for (const { author } of [...conversation.reviews, ...relevant]) accounts.set(author.id, author);
  const named = [...from, ...override, ...requirements.flatMap((each) => each.from)];
  const teams = [...new Set(named.filter((each) => /^@?[^@/]+\/[^@/]+$/u.test(each)))];
  const people: Person[] = [];
  for (const account of [...accounts.values()].slice(0, MAX_PEOPLE)) people.push(await personOf(reader, account, teams));
  // Of the others only the name matters, for the line that says why they do not count.
  for (const { author } of conversation.commands)
    if (!people.some(({ id }) => id === author.id)) people.push({ ...author, permission: "unknown", teams: {} });
  const { ids: contributors, unclaimed } = await reader.contributors(pullRequest.number, pullRequest.commits);
  return { people, contributors, unclaimed };
}

async function personOf(reader: GitHubReader, account: Account, teams: readonly string[]): Promise<Person> {
  if (account.kind !== "user") return { ...account, permission: "unknown", teams: {} };
  const standing: Record<string, "member" | "not-member" | "unreadable"> = {};
  for (const team of teams) standing[team.replace(/^@/u, "").toLowerCase()] = await reader.membership(team, account.login);
  return { ...account, permission: await reader.permission(account.login), teams: standing };
}

function names(body: string, digest: string): boolean {
  const parsed = parseCommand(body);
  return parsed.kind === "command" && digest.startsWith(parsed.command.digest);
}

function unclaimedNote(addresses: readonly string[]): string {
  const shown = addresses.slice(0, 3).map((address) => `\`${address}\``);
  const more = addresses.length > 3 ? ` and ${addresses.length - 3} more` : "";
  return `Commits by ${shown.join(", ")}${more} belong to no account: whose they are cannot be told, so look whether an approver wrote them.`;
}
