import type { ExitStatus } from "../entry/exit-status.js";
import { loadGate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import { checkRecord, compareRecords, type GateRecord } from "../gate/gate-record.js";
import { type Commits, openCommits } from "../repository/commits.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { sectionOf } from "./comment-body.js";
import { readPlace } from "./environment.js";
import { type Judgment, judgePullRequest } from "./judge-pull-request.js";
import { plansOn } from "./plans.js";
import { type GitHubReader, githubReader, type PullRequest } from "./reader.js";
import { type GateRequest, needToken } from "./run-gate.js";
import { readSavedRecord } from "./saved-record.js";
import { statusContext } from "./status.js";
import { summaryOf } from "./summary-of.js";

export interface ReplayRequest extends Omit<GateRequest, "warn"> {
  /** Pull request to judge anew from GitHub alone; null: only a saved record is checked. */
  readonly pullRequest: number | null;
  /** A day: all pull requests merged since, as numbers. */
  readonly since: string | null;
}

/** Makes the gate's state again and says whether it is what was kept: 0 equal, 1 where it differs. Writes nothing to GitHub. */
export async function runReplay(request: ReplayRequest): Promise<ExitStatus> {
  const { pullRequest, since, paths, log } = request;
  if (since !== null) return summaryOf(since, replayer(request), log);
  const saved = paths[0] === undefined ? null : await readSaved(paths[0]);
  const found: string[] = [];
  if (saved !== null) found.push(...checkRecord(saved));
  if (pullRequest !== null) {
    const { judgment, differs } = await replayer({ ...request, paths: [] }).replay(pullRequest);
    log(`#${pullRequest}: ${judgment.status.state}: ${judgment.status.description}`);
    for (const { entry, hash } of judgment.kept?.log ?? [])
      log(
        `  ${entry.at}  ${hash.slice(0, 8)}  ${entry.login} ${entry.action}${entry.effective ? "" : ` (does not count: ${entry.why})`}`,
      );
    found.push(...differs);
    if (saved !== null && judgment.kept !== null) found.push(...compareRecords(saved, judgment.kept));
  }
  for (const difference of found) log(`Differs: ${difference}`);
  if (found.length === 0) log("Equal: the state follows from the facts.");
  return found.length === 0 ? 0 : 1;
}

export interface Replayer {
  readonly reader: GitHubReader;
  replay(
    number: number,
  ): Promise<{ readonly pullRequest: PullRequest; readonly judgment: Judgment; readonly differs: readonly string[] }>;
}

function replayer(request: Omit<ReplayRequest, "pullRequest" | "since">): Replayer {
  const { variables, token, folder, wait, config, values } = request;
  needToken(token);
  const place = readPlace(variables);
  const reader = githubReader(token, place, wait);
  const commits = openCommits(folder);
  const replay = async (number: number) => {
    const pullRequest = await reader.pullRequest(number);
    const judge = async (revision: string) => {
      const base = await commits.fetch(revision);
      const gate = await loadGate(config, [{ from: "command line", values }], (path) => commits.textAt(base, path));
      const plans = plansOn(base, { commits, paths: request.paths, config }, gate.databases);
      const commit = pullRequest.headSha;
      const judging = { pullRequest, ...gate, commit, queued: false, runUrl: place.runUrl, plans };
      return {
        key: gate.key,
        judgment: await judgePullRequest({ ...judging, reader: asOf(reader, pullRequest.merged?.at) }),
      };
    };
    let last = null;
    for (const revision of await basesOf(pullRequest, commits)) {
      last = await judge(revision);
      if (last.judgment.kept !== null) break;
    }
    if (last === null)
      throw new ReportableError("repository/unknown-revision", `#${number} has no base`, "Fetch its base branch.");
    return { pullRequest, judgment: last.judgment, differs: await compareToGitHub(reader, pullRequest, last.key, last.judgment) };
  };
  return { reader, replay };
}

/** What the plan lay on: the base's tip; after the merge, what the merge was made on, which for a rebase is further back. */
async function basesOf({ merged, baseRef, commits: count }: PullRequest, commits: Commits): Promise<readonly string[]> {
  if (merged === null) return [baseRef];
  const bases: string[] = [];
  let at = await commits.fetch(merged.as);
  for (let step = 1; step <= count; step++) {
    const [parent] = await commits.parentsOf(at);
    if (parent === undefined) break;
    at = parent;
    if (step === 1 || step === count) bases.push(at);
  }
  return bases;
}

/** GitHub as it stood at a time: what was said later, and the clock, do not reach the judgment. */
function asOf(reader: GitHubReader, time: string | undefined): GitHubReader {
  if (time === undefined) return reader;
  const until = Date.parse(time);
  return {
    ...reader,
    now: () => new Date(until).toISOString(),
    comments: async (number) => (await reader.comments(number)).filter(({ createdAt }) => Date.parse(createdAt) <= until),
    reviews: async (number) => (await reader.reviews(number)).filter(({ submittedAt }) => Date.parse(submittedAt) <= until),
  };
}

async function compareToGitHub(reader: GitHubReader, { headSha }: PullRequest, key: string, judgment: Judgment) {
  const told = await reader.statusOf(headSha, statusContext(key));
  const differs: string[] = [];
  if (told?.state !== judgment.status.state)
    differs.push(`the status says ${told === null ? "nothing" : told.state}, replayed ${judgment.status.state}`);
  const written = /^Chain `([0-9a-f]{16})`/mu.exec(sectionOf(judgment.report?.comment.body ?? "") ?? "")?.[1];
  const chain = judgment.kept?.log.at(-1)?.hash.slice(0, 16);
  if (written !== undefined && chain !== undefined && written !== chain)
    differs.push(`the comment's chain is ${written}, replayed ${chain}`);
  return differs;
}

async function readSaved(path: string): Promise<GateRecord> {
  const text = await readTextIfPresent(path);
  if (text === null)
    throw new ReportableError("repository/unreadable", `there is no file ${path}`, "Name a saved `decisions-json`.");
  return readSavedRecord(path, text);
}
