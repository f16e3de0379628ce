import type { Assessment } from "../model/assessment.js";
import type { Finding } from "../model/finding.js";
import { assess } from "../pipeline.js";
import { markdown } from "../report/markdown.js";
import { reportMarkerOf } from "../report/marker.js";
import type { Commits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import type { Settings } from "../settings/schema.js";
import type { GitHubClient } from "./client.js";
import { commentPublisher } from "./comment-publisher.js";
import { readConversation } from "./conversation.js";
import type { GitHubReader, PullRequest } from "./reader.js";
import { recordedReport } from "./recorded-report.js";
import { holding, withGuardedEdits } from "./with-guarded-edits.js";

export interface Fork {
  readonly pullRequest: PullRequest;
  readonly base: string;
  /** Id of the account that pushed, where the event is of a push. */
  readonly pusher: number | null;
  readonly settings: Settings;
  readonly paths: readonly string[];
  readonly edits: readonly string[];
  readonly commits: Commits;
  readonly client: GitHubClient;
  readonly reader: GitHubReader;
  readonly runUrl: string;
  readonly warn: (message: string) => void;
}

/** With the approvals' section and the record under GitHub's 65,536. */
const LIMIT = 50_000;

/**
 * Reports on a pull request of a fork, whose own run may not write: from the text of its files alone, read by a run that has
 * rights and so runs nothing of them, not even in a rehearsal. It never passes by that: somebody has to approve this plan.
 * What a run of the same head reported before stays.
 */
export async function reportOnFork(fork: Fork): Promise<void> {
  const { pullRequest, base, pusher, settings, reader, client, runUrl, warn } = fork;
  const { number, headSha } = pullRequest;
  // What a command would do is not in any text.
  if (settings.command !== undefined) return;
  const { report } = await readConversation(reader, number, settings.key);
  if (report.kind === "found" && report.record.head === headSha) return;
  const assessment = await readAsText(fork);
  const render = (of: Assessment) =>
    markdown.render(of, { color: false, width: 100, limit: LIMIT, key: settings.key, fullReportUrl: runUrl });
  const event = { kind: "pull-request", number, headSha, baseSha: base, pusher, readOnlyToken: false } as const;
  await commentPublisher({
    ...{ client, pullRequest: number, marker: reportMarkerOf(settings.key) },
    render: recordedReport({ settings, event, reader, runUrl: null, render }),
    onRefused: (message) => warn(`The report on a fork could not be written (${message}).`),
    onPublished: () => undefined,
    isCurrent: async () => (await reader.pullRequest(number)).headSha === headSha,
  }).publish(assessment);
}

async function readAsText({ pullRequest, base, settings, paths, edits, commits, warn }: Fork): Promise<Assessment> {
  // A link of a stranger's could lead to any file of this job, and a report shows what it reads.
  await using laid = await commits.layOut(await commits.fetch(pullRequest.headSha), { links: false });
  const read = { ...settings, base, engine: "none", "open-changes": false } as const;
  const assessment = await assess(read, paths, {
    repository: diskRepository(laid.folder),
    postgres: { start: () => Promise.reject(new Error("nothing of a fork is run here")) },
    settingsFile: (path) => commits.textAt(base, path),
    publishers: [],
    log: { progress: () => undefined, warn },
    signal: new AbortController().signal,
  });
  return withGuardedEdits(holding(assessment, UNTRUSTED, settings), edits, settings);
}

const UNTRUSTED: Finding = {
  ...{ id: "f0".repeat(8), rule: "from-a-fork", hazard: "advice", severity: "error", evidence: "predicted" },
  ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null, proof: null },
  place: { file: ".", line: 1, column: 1, endLine: 1, endColumn: 1 },
  message: "This comes from a fork: its files were read, and no run that can be trusted has rehearsed them.",
  remedy: "Read it and what its own run says, then approve; or run the check from a branch of this repository.",
};
