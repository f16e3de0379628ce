import type { Gate } from "../entry/load-settings.js";
import { combine } from "../gate/combine.js";
import type { Assessed, AssessedDatabase } from "../model/assessed.js";
import type { Assessment } from "../model/assessment.js";
import { assess } from "../pipeline/assess.js";
import { NEWEST_MAJOR, planNow } from "../plan.js";
import { reportMarkerOf } from "../report/marker.js";
import { reportOf } from "../report/report-of.js";
import type { Commits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import type { Settings } from "../settings/schema.js";
import type { Repository } from "../world.js";
import { assessAll } from "./assess-all.js";
import type { GitHubClient } from "./client.js";
import { commentLimit } from "./comment-limit.js";
import { commentPublisher } from "./comment-publisher.js";
import { readConversation } from "./conversation.js";
import { claimedBy, FROM_A_FORK, fromAFork } from "./fork-run/findings-of-fork-run.js";
import type { ForkRun } from "./fork-run/read-fork-run.js";
import { guardedEdits } from "./guarded-edits.js";
import type { Plans } from "./plans.js";
import type { GitHubReader, PullRequest } from "./reader.js";
import { recordedReport } from "./recorded-report.js";
import { holding, withGuardedEdits } from "./with-guarded-edits.js";

export interface Fork {
  readonly pullRequest: PullRequest;
  readonly base: string;
  /** Id of the account that pushed, where the event is of a push. */
  readonly pusher: number | null;
  readonly gate: Gate;
  readonly paths: readonly string[];
  /** Settings file, where one is named. */
  readonly config: string | null;
  readonly commits: Commits;
  readonly plans: Plans;
  /** What the fork's own run left, where it is over; it only ever adds to what speaks against the change. */
  readonly run: ForkRun | null;
  readonly client: GitHubClient;
  readonly reader: GitHubReader;
  readonly runUrl: string;
  readonly warn: (message: string) => void;
}

/**
 * Reports on a pull request of a fork, whose own run may not write: from the text of its files alone, read by a run that has
 * rights and so runs nothing of them, not even in a rehearsal. It never passes by that: somebody has to approve this plan.
 * What a run of the same head reported before stays.
 */
export async function reportOnFork(fork: Fork): Promise<void> {
  const { pullRequest, base, pusher, gate, run, reader, client, runUrl, warn } = fork;
  const { number, headSha } = pullRequest;
  const { key, databases } = gate;
  // What a command would do is not in any text.
  if (databases.some(({ command }) => command !== undefined)) return;
  const { report } = await readConversation(reader, number, key);
  if (report.kind === "found" && report.record.head === headSha) {
    // What was read from the text alone is told anew once the fork's own run is over.
    const isOfText = report.record.databases.some(({ findings }) => findings.includes(FROM_A_FORK));
    if (run === null || !isOfText) return;
  }
  const assessed = await readAsText(fork);
  const limit = commentLimit(databases.length);
  const render = (of: Assessed) => reportOf("markdown", of, { color: false, width: 100, limit, fullReportUrl: runUrl });
  const event = { kind: "pull-request", number, headSha, baseSha: base, pusher, readOnlyToken: false } as const;
  await commentPublisher({
    ...{ client, pullRequest: number, marker: reportMarkerOf(key) },
    render: recordedReport({ databases, event, reader, runUrl: null, render }),
    onRefused: (message) => warn(`The report on a fork could not be written (${message}).`),
    onPublished: () => undefined,
    isCurrent: async () => (await reader.pullRequest(number)).headSha === headSha,
  }).tell(assessed);
}

async function readAsText(fork: Fork): Promise<Assessed> {
  const { pullRequest, base, gate, paths, commits, config, run } = fork;
  const head = await commits.fetch(pullRequest.headSha);
  // A link of a stranger's could lead to any file of this job, and a report shows what it reads.
  await using laid = await commits.layOut(head, { links: false });
  const repository = diskRepository(laid.folder);
  const read = await assessAll(gate, {
    notes: [],
    planOf: (settings) => planNow({ ...settings, base }, paths, repository, settings["postgres-version"] ?? NEWEST_MAJOR),
    assess: (settings) => readOne(fork, repository, settings),
  });
  const digest = await digestFor(fork);
  let claimed = claimedBy(run, digest, read.findings);
  const databases: AssessedDatabase[] = [];
  for (const database of read.databases) {
    const settings = gate.databases.find(({ key }) => key === database.key);
    if (settings === undefined || database.assessment.history.proposed.length === 0) {
      databases.push(database);
      continue;
    }
    const edits = await guardedEdits({ commits, config, settings }, base, head);
    const found = [fromAFork(run, digest), ...claimed];
    const held = found.reduce((all, finding) => holding(all, finding, settings), database.assessment);
    databases.push({ ...database, assessment: withGuardedEdits(held, edits, settings) });
    // Of several databases nothing tells whose the claims are: they are told once.
    claimed = [];
  }
  return combine(gate.key, databases, read.notes);
}

/** The plan for the version of Postgres that an honest run of these settings had; null where its report says nothing. */
async function digestFor({ run, plans, pullRequest, gate }: Fork): Promise<string | null> {
  if (run?.kind !== "claims") return null;
  const wanted = new Map(gate.databases.map((settings) => [settings.key, settings["postgres-version"]]));
  const plan = await plans.at(pullRequest.headSha, (key) => wanted.get(key) ?? run.report.major ?? NEWEST_MAJOR);
  return plan.digest;
}

function readOne({ base, paths, commits, warn }: Fork, repository: Repository, settings: Settings): Promise<Assessment> {
  const read = { ...settings, base, engine: "none", "open-changes": false } as const;
  return assess(read, paths, {
    repository,
    postgres: { start: () => Promise.reject(new Error("nothing of a fork is run here")) },
    settingsFile: (path) => commits.textAt(base, path),
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn },
    signal: new AbortController().signal,
  });
}
