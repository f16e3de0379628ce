import type { ExitStatus } from "../entry/exit-status.js";
import { loadGate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import type { GateRecord } from "../gate/gate-record.js";
import { NEWEST_MAJOR } from "../plan.js";
import { type Commits, openCommits } from "../repository/commits.js";
import type { RawSettings } from "../settings/read-settings.js";
import { type GitHubClient, githubClient } from "./client.js";
import { type Environment, readEnvironment, readPlace } from "./environment.js";
import { type ArtifactReader, artifactReader } from "./fork-run/artifact-reader.js";
import { readForkRun } from "./fork-run/read-fork-run.js";
import { type GateEvent, readGateEvent } from "./gate-event.js";
import { permissionFor, Refused } from "./insist.js";
import type { Judgment } from "./judge-pull-request.js";
import { plansOn } from "./plans.js";
import { type GitHubReader, githubReader, type PullRequest } from "./reader.js";
import { reportOnFork } from "./report-on-fork.js";
import { settle } from "./settle.js";
import { statusContext } from "./status.js";
import { tellJudgment } from "./tell-judgment.js";

export interface GateRequest {
  /** The runner's environment: repository, API, event. */
  readonly variables: NodeJS.ProcessEnv;
  readonly token: string;
  /** Settings file, read at the tip of the base branch; null: the default names. */
  readonly config: string | null;
  /** Flags or inputs; they win over the file. */
  readonly values: RawSettings;
  readonly paths: readonly string[];
  /** A clone of the repository. What is checked out in it does not matter. */
  readonly folder: string;
  readonly log: (message: string) => void;
  readonly warn: (message: string) => void;
  /** Keeps what each evaluation was made of. */
  readonly keep?: (record: GateRecord) => Promise<void>;
  /** How to wait between attempts. */
  readonly wait?: (ms: number) => Promise<void>;
}

interface Running extends GateRequest {
  readonly place: Omit<Environment, "event">;
  readonly client: GitHubClient;
  readonly reader: GitHubReader;
  readonly commits: Commits;
}

/**
 * Judges approvals without rehearsing, for the pull requests that the event is about, and sets their status.
 * Policy is read from the base branch, never from the change. Returns 0 when all of them may merge, 1 when one is held.
 * @throws ReportableError for an event that is of no pull request, and where a pull request cannot be judged; its status is `error` then.
 */
export async function runGate(request: GateRequest): Promise<ExitStatus> {
  const event = readGateEvent(request.variables);
  if (event.kind === "nothing") {
    request.log(`Nothing to decide: ${event.why}.`);
    return 0;
  }
  const place = readPlace(request.variables);
  needToken(request.token);
  const client = githubClient(request.token, place, request.wait);
  const reader = githubReader(request.token, place, request.wait);
  const running = { ...request, place, client, reader, commits: openCommits(request.folder) };
  const numbers = await pullRequestsOf(event, reader);
  if (numbers.length === 0) request.log("Nothing to decide: no open pull request is of that head.");
  let status: ExitStatus = 0;
  let failure: unknown = null;
  for (const number of numbers) {
    try {
      if (!(await gateOne(running, event, await reader.pullRequest(number)))) status = 1;
    } catch (error) {
      failure ??= error;
      request.warn(`#${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failure !== null) throw failure;
  return status;
}

function pullRequestsOf(event: Exclude<GateEvent, { kind: "nothing" }>, reader: GitHubReader): Promise<readonly number[]> {
  if (event.kind === "all-open") return reader.openPullRequests();
  if (event.kind === "check-run") return reader.openPullRequestsFrom(event.from, event.headSha);
  return Promise.resolve([event.number]);
}

/** @throws ReportableError `github/permission` */
export function needToken(token: string): void {
  if (token !== "") return;
  throw new ReportableError(
    "github/permission",
    "there is no token to read approvals with",
    "Pass `github-token`, or set GITHUB_TOKEN.",
  );
}

async function gateOne(running: Running, event: GateEvent, pullRequest: PullRequest): Promise<boolean> {
  const { commits, client, reader, place, log, warn, config, values } = running;
  const queue = event.kind === "merge-group" ? event : null;
  if (!pullRequest.open && queue === null) {
    log(`#${pullRequest.number} is closed; its record stays as it is.`);
    return true;
  }
  const commit = queue?.headSha ?? pullRequest.headSha;
  try {
    const base = await commits.fetch(queue?.baseSha ?? pullRequest.baseRef);
    const gate = await loadGate(config, [{ from: "inputs", values }], (path) => commits.textAt(base, path));
    const plans = plansOn(base, running, gate.databases);
    const { runUrl } = place;
    const judging = { reader, pullRequest, ...gate, commit, queued: queue !== null, runUrl, plans };
    const { number, headSha, fromFork } = pullRequest;
    const comment = event.kind === "pull-request" ? event.comment : null;
    const readOnlyToken = fromFork && running.variables["GITHUB_EVENT_NAME"]?.startsWith("pull_request") === true;
    // The events that come with each push and have rights: the default branch's workflow, never the change's.
    const isPush = event.kind === "check-run" || running.variables["GITHUB_EVENT_NAME"] === "pull_request_target";
    if (fromFork && isPush && !(await plans.at(headSha, () => NEWEST_MAJOR)).isEmpty)
      await reportOnFork({
        ...{ pullRequest, base, gate, paths: running.paths, config, commits, client, reader, runUrl, warn, plans },
        pusher: pusherOf(running.variables),
        run: event.kind === "check-run" ? await readForkRun(artifactsOf(running), event.run, gate.key) : null,
      });
    let due = true;
    const { judgment, told } = await settle(judging, async (each, round) => {
      if (each.kept !== null) await running.keep?.(each.kept);
      due = event.kind !== "all-open" || isDue(each);
      const asked = round === 1 ? comment : null;
      return due && tellJudgment({ client, reader, number, commit, headSha, comment: asked, readOnlyToken, warn }, each);
    });
    if (!due) return true;
    log(
      told
        ? `#${number}: ${judgment.status.description}`
        : `#${number}: its head moved meanwhile; the run of that push judges it.`,
    );
    return told && judgment.status.state === "success";
  } catch (caught) {
    const error = caught instanceof Refused ? lacking(caught) : caught;
    const description = error instanceof ReportableError ? `Cannot judge: ${error.message}` : "Cannot judge: the gate failed";
    const context = statusContext(String(values["key"] ?? "default"));
    await client.setStatus(commit, { state: "error", context, description, targetUrl: place.runUrl }).catch((second: unknown) => {
      warn(`The status could not be set: ${String(second)}`);
    });
    throw error;
  }
}

function artifactsOf({ token, place, wait }: Running): ArtifactReader {
  return artifactReader(token, place, wait);
}

/** Who pushes has a hand in it, whatever names the commits carry. */
function pusherOf(variables: NodeJS.ProcessEnv): number | null {
  const { event } = readEnvironment(variables);
  return event.kind === "pull-request" ? event.pusher : null;
}

/** What cannot be read cannot be judged. */
function lacking(refused: Refused): ReportableError {
  const permission = permissionFor(refused);
  const hint = `Add \`${permission}\` to the job's \`permissions\`, or pass a token that has it.`;
  return new ReportableError("github/permission", `the token lacks \`${permission}\` (${refused.message})`, hint, {
    cause: refused,
  });
}

/** Whether time or another merge can have changed anything; GitHub takes a thousand statuses of a name for each commit, no more. */
function isDue({ found, state }: Judgment): boolean {
  if (state === null) return found;
  const { approvals, deferrals, override, ignored } = state;
  return approvals.length + deferrals.length > 0 || override !== null || ignored.some(({ code }) => code === "expired");
}
