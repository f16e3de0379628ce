import { ReportableError } from "../errors.js";
import { type GateRecord, gateRecord } from "../gate/gate-record.js";
import type { GateState } from "../gate/gate-state.js";
import { guardId } from "../gate/guarded-files.js";
import { NEWEST_MAJOR } from "../plan.js";
import type { Settings } from "../settings/schema.js";
import { approvalSection } from "./approval-section.js";
import type { CommitStatus } from "./client.js";
import { type Conversation, gistOf, readConversation } from "./conversation.js";
import { gateFacts } from "./gate-facts.js";
import { gateStatus } from "./gate-status.js";
import { majorOf } from "./major-of.js";
import type { Plans } from "./plans.js";
import type { GitHubReader, PullRequest, ReadComment } from "./reader.js";
import type { ReportRecord } from "./report-record.js";
import { requirementsOf } from "./requirements.js";
import { statusContext } from "./status.js";

export interface Judging {
  readonly reader: GitHubReader;
  readonly pullRequest: PullRequest;
  /** What the comment and the status are called. */
  readonly key: string;
  readonly databases: readonly Pick<Settings, "approvals" | "key">[];
  /** Commit that would be merged: the head, or the merge queue's. */
  readonly commit: string;
  /** Whether the status must be final, because a queue waits for it. */
  readonly queued: boolean;
  readonly runUrl: string;
  readonly plans: Plans;
}

export interface Judgment {
  /** What of the conversation it rests on. */
  readonly gist: string;
  /** False where no report of ours exists at all. */
  readonly found: boolean;
  readonly status: CommitStatus;
  /** Null where there was no plan to weigh. */
  readonly state: GateState | null;
  /** What the state was made of, for keeping; null where there was no plan to weigh. */
  readonly kept: GateRecord | null;
  /** Where approvals are told, and how. */
  readonly report: { readonly comment: ReadComment; readonly record: ReportRecord; readonly section: string | null } | null;
}

/** Where one pull request stands, without rehearsing: its report, its plan as it is now, and what people said. Writes nothing. */
export async function judgePullRequest(judging: Judging): Promise<Judgment> {
  const conversation = await readConversation(judging.reader, judging.pullRequest.number, judging.key);
  return { gist: gistOf(conversation), ...(await judge(judging, conversation)) };
}

/** Whether what a judgment rests on has changed since it was read. */
export async function isOutdated({ reader, pullRequest, key }: Judging, { gist }: Judgment): Promise<boolean> {
  return gistOf(await readConversation(reader, pullRequest.number, key)) !== gist;
}

type Weighed = Omit<Judgment, "gist">;

async function judge(judging: Judging, conversation: Conversation): Promise<Weighed> {
  const { report } = conversation;
  if (report.kind === "touched")
    return refuse(judging, "error", `Cannot judge: ${report.by} edited the report; re-run the check`);
  // Provably nothing to report: a fork's run, which may not write, needs none.
  if (report.kind === "none" && (await isEmpty(judging)))
    return { ...refuse(judging, "success", "No migrations in this change"), found: false };
  if (report.kind === "none")
    return { ...refuse(judging, "error", `Cannot judge: ${noReport(judging.pullRequest)}`), found: false };
  const { record, comment } = report;
  let digest: string;
  let unread: readonly string[];
  try {
    const plan = await judging.plans.at(judging.commit, majorOf(record));
    digest = plan.digest;
    const edits = plan.isEmpty ? [] : await judging.plans.guardedEdits(judging.pullRequest.headSha);
    unread = edits.filter((path) => !record.databases.some(({ findings }) => findings.includes(guardId(path))));
  } catch (error) {
    if (!(error instanceof ReportableError)) throw error;
    return refuse(judging, "error", `Cannot judge: ${error.message}`);
  }
  if (digest !== record.digest) return stale(judging, digest, record);
  if (unread.length > 0) return outgrown(judging, unread);
  return weigh(judging, conversation, record, comment);
}

async function weigh(judging: Judging, conversation: Conversation, record: ReportRecord, comment: ReadComment): Promise<Weighed> {
  const digestAt = async (commit: string) => {
    if (commit === judging.pullRequest.headSha && !judging.queued) return record.digest;
    return judging.plans.at(commit, majorOf(record)).then(
      ({ digest }) => digest,
      (error: unknown) => {
        if (error instanceof ReportableError) return null;
        throw error;
      },
    );
  };
  const requirements = await requirementsOf(judging.databases, record, {
    files: async (key) => {
      const { databases } = await judging.plans.at(judging.commit, majorOf(record));
      return databases.find((each) => each.key === key)?.files ?? [];
    },
    codeOwners: judging.plans.codeOwners,
  });
  const { input, notes } = await gateFacts({ ...judging, conversation, record, digestAt, requirements });
  const { reader, pullRequest, key } = judging;
  const kept = gateRecord({ repository: reader.repository, pullRequest: pullRequest.number, key }, input);
  const { state } = kept;
  const told = gateStatus(state, judging.key, judging.runUrl);
  // Nobody approves in a queue: it would wait until its time limit.
  const status: CommitStatus = judging.queued && told.state === "pending" ? { ...told, state: "failure" } : told;
  return { found: true, status, state, kept, report: { comment, record, section: approvalSection(kept, notes) } };
}

/** Files, their order, the base or the policy are no longer those of the report. A queue gets a final answer. */
function stale(judging: Judging, digest: string, record: ReportRecord): Weighed {
  const plans = `the plan is ${digest.slice(0, 8)}, the report is of ${record.digest.slice(0, 8)}`;
  if (judging.queued) return refuse(judging, "failure", `The queue changed the plan: ${plans}`);
  return refuse(judging, "pending", `Waiting for a new report: ${plans}`);
}

/** The plan is the report's, and the change edits the gate itself since: nobody can have approved that. */
function outgrown(judging: Judging, [first = "", ...more]: readonly string[]): Weighed {
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  return refuse(judging, judging.queued ? "failure" : "pending", `Waiting for a new report: it also edits ${first}${others}`);
}

/** What cannot be computed is not empty. */
async function isEmpty({ plans, commit }: Judging): Promise<boolean> {
  try {
    return (await plans.at(commit, () => NEWEST_MAJOR)).isEmpty;
  } catch (error) {
    if (error instanceof ReportableError) return false;
    throw error;
  }
}

function noReport({ fromFork }: PullRequest): string {
  return fromFork
    ? "no report; runs of forks cannot write one, a maintainer must run the check from a branch"
    : "no report by this token; run the check first";
}

function refuse({ key, runUrl }: Judging, state: CommitStatus["state"], description: string): Weighed {
  return {
    found: true,
    status: { state, context: statusContext(key), description, targetUrl: runUrl },
    state: null,
    kept: null,
    report: null,
  };
}
