import * as core from "@actions/core";
import { type ExitStatus, exitStatusOf, explainFailure } from "../entry/exit-status.js";
import { onEnd } from "../entry/on-end.js";
import type { Assessed } from "../model/assessed.js";
import type { Assessment } from "../model/assessment.js";
import type { History } from "../model/migration.js";
import { assess } from "../pipeline/assess.js";
import { NEWEST_MAJOR, planNow } from "../plan.js";
import { actionsLog } from "../report/escape/actions-log.js";
import { openCommits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import { readTextIfPresent } from "../repository/read-text.js";
import type { Settings } from "../settings/schema.js";
import { assessAll } from "./assess-all.js";
import { baseOfCheckout } from "./checked-out.js";
import { type CommitStatus, type GitHubClient, githubClient } from "./client.js";
import { described } from "./described.js";
import { elsewhereReader } from "./elsewhere-reader.js";
import { type Environment, readEnvironment } from "./environment.js";
import { type Guarding, guardedEdits } from "./guarded-edits.js";
import { type Inputs, readInputs } from "./inputs.js";
import { Refused } from "./insist.js";
import { keepRecord } from "./keep-record.js";
import { openChanges } from "./open-changes.js";
import { outdatedBy } from "./outdated-run.js";
import { publishersFor } from "./publishers.js";
import { type GitHubReader, githubReader } from "./reader.js";
import { refusal } from "./refusal.js";
import { requireNoPaths } from "./require-no-paths.js";
import { reviewClient } from "./review-client.js";
import { runGate } from "./run-gate.js";
import { settingsInForce } from "./settings-in-force.js";
import { statusContext, statusOf } from "./status.js";
import { weighCheck } from "./weigh-check.js";
import { withGuardedEdits } from "./with-guarded-edits.js";
import { githubWorld } from "./world.js";

/** Events that bring words or time, and no files to rehearse; `pull_request_target` must never see the change's. */
const GATE_EVENTS = ["issue_comment", "pull_request_review", "pull_request_target", "schedule", "workflow_run"];

/** Runs as a step of a workflow. Returns the exit status; what a person needs is on the pull request by then. */
export async function runAction(variables: NodeJS.ProcessEnv): Promise<ExitStatus> {
  let told: StatusTeller | null = null;
  const ending = onEnd();
  try {
    const inputs = readInputs(variables);
    // The rehearsal runs SQL of strangers; the token has no business in this process's environment any longer.
    delete variables["INPUT_GITHUB-TOKEN"];
    if (GATE_EVENTS.includes(variables["GITHUB_EVENT_NAME"] ?? "")) return await decideAnew(inputs, variables);
    const environment = readEnvironment(variables);
    const client = inputs.token === "" ? null : githubClient(inputs.token, environment);
    const reader = inputs.token === "" ? null : githubReader(inputs.token, environment);
    const reviews = inputs.token === "" ? null : reviewClient(inputs.token, environment);
    // Mistakes in the settings are told on the status too; until they are read, under the key that the inputs name.
    told = statusTeller(client, environment, String(inputs.settings["key"] ?? "default"));
    const commits = openCommits(workspace());
    const base = await baseOfCheckout(environment.event, commits);
    const policyOf = isGated(environment.event) ? base : null;
    const values = withBase(inputs, base);
    const { gate, pending, notes } = await settingsInForce({ config: inputs.config, values, base: policyOf, commits });
    if (pending)
      core.notice("This change edits the gate's settings. It is judged by those of its base; the new ones count once merged.");
    for (const { "database-url": url } of gate.databases) if (url !== undefined) core.setSecret(url);
    told = statusTeller(client, environment, gate.key);
    requireNoPaths(gate, inputs.paths);
    for (const note of notes) core.notice(actionsLog(note));
    /** Its status is then no more ours to write than its report. */
    const yieldToNewer = async () => {
      const outdated = reader === null ? null : await outdatedBy(reader, environment, gate.key);
      if (outdated === null) return;
      told = null;
      throw outdated;
    };
    await yieldToNewer();
    await told.pending();
    const settingsFile = policyOf === null ? readTextIfPresent : (path: string) => commits.textAt(policyOf, path);
    const others = lookingAround(inputs.token, environment, reader, base);
    const tellers = publishersFor({ gate, reports: inputs.reports, environment, client, reader, reviews });
    const world = githubWorld(ending.signal, { settingsFile, stranger: isStrangers(environment.event), ...others });
    const edits = new Set<string>();
    const assessed = await assessAll(gate, {
      notes,
      planOf: (one) => planNow(one, inputs.paths, diskRepository(workspace()), one["postgres-version"] ?? NEWEST_MAJOR),
      assess: async (one) => {
        const assessment = await assess(one, inputs.paths, world);
        const edited = await editsOf(assessment, { commits, config: inputs.config, settings: one }, policyOf);
        for (const path of edited) edits.add(path);
        return withGuardedEdits(assessment, edited, one);
      },
    });
    // Another run of the same head may have reported meanwhile, on a base that this one does not know.
    await yieldToNewer();
    for (const teller of tellers) await teller.tell(assessed);
    const open =
      client === null || reader === null
        ? null
        : await weighCheck({
            ...{ assessed, gate, paths: inputs.paths, edits: [...edits], environment, variables, client, reader },
            folder: workspace(),
          });
    if (open === null) await told.verdict(assessed);
    return conclude(assessed, open);
  } catch (error) {
    const { status, text } = explainFailure(error);
    core.error(actionsLog(text));
    await told
      ?.failed(text)
      .catch((second: unknown) => core.warning(actionsLog(`The status could not be set: ${String(second)}`)));
    return status;
  } finally {
    ending.forget();
  }
}

/** Asks for what others are about to merge, where there is a pull request and a token to ask with. */
function lookingAround(token: string, environment: Environment, reader: GitHubReader | null, from: string | null) {
  const { event } = environment;
  if (event.kind !== "pull-request" || reader === null || from === null) return {};
  const asked = { elsewhere: elsewhereReader(token, environment), reader, number: event.number, from };
  return {
    openChanges: (history: History, settings: Settings) => openChanges(asked, history, settings),
    described: () => described(reader, event.number),
  };
}

/** Without migrations there is nothing that edited rules could let through. */
async function editsOf({ history }: Assessment, guarding: Guarding, base: string | null): Promise<readonly string[]> {
  if (base === null || history.proposed.length === 0) return [];
  return guardedEdits(guarding, base, await openCommits(workspace()).head());
}

/** GitHub gives such a run no rights, and neither do we give its SQL more of the machine than it needs. */
function isStrangers(event: Environment["event"]): boolean {
  return event.kind === "pull-request" && event.readOnlyToken;
}

/** Events whose change must not choose its own judge. */
function isGated(event: Environment["event"]): boolean {
  return event.kind === "pull-request" || event.name === "merge_group";
}

/** On a pull request the checkout or the event names the base; elsewhere a push or a merge group may. The setting wins. */
function withBase({ settings, paths }: Inputs, base: string | null): Inputs["settings"] {
  return settings["base"] !== undefined || paths.length > 0 || base === null ? settings : { ...settings, base };
}

/** Comments, reviews and the clock: nothing to rehearse, and never a checkout of the change. Its status tells the result. */
async function decideAnew({ token, config, settings, paths }: Inputs, variables: NodeJS.ProcessEnv): Promise<ExitStatus> {
  const log = (message: string) => core.info(actionsLog(message));
  const warn = (message: string) => core.warning(actionsLog(message));
  await runGate({ variables, token, config, values: settings, paths, folder: workspace(), log, warn, keep: keepRecord });
  return 0;
}

function workspace(): string {
  return process.env["GITHUB_WORKSPACE"] ?? process.cwd();
}

function conclude({ verdict, digest }: Assessed, open: boolean | null): ExitStatus {
  const status = open === null ? exitStatusOf(verdict.decision) : open ? 0 : 1;
  const summary = `Decision ${verdict.decision}, risk ${verdict.risk}, digest ${digest.slice(0, 8)}`;
  if (status === 0) core.info(verdict.decision === "pass" ? summary : `${summary}: opened by people, see the approvals`);
  else core.error(actionsLog(`${summary}. ${verdict.reasons[0]?.message ?? ""}`));
  return status;
}

interface StatusTeller {
  pending(): Promise<void>;
  verdict(assessed: Assessed): Promise<void>;
  failed(text: string): Promise<void>;
}

/** Sets the commit status where the event has a commit that a required check looks at: pull requests and merge groups. */
function statusTeller(client: GitHubClient | null, { event, runUrl }: Environment, key: string): StatusTeller {
  const sha = event.kind === "pull-request" ? event.headSha : event.name === "merge_group" ? event.sha : null;
  const context = statusContext(key);
  const set = async (status: CommitStatus) => {
    if (client === null || sha === null) return;
    try {
      await client.setStatus(sha, status);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      core.warning(
        refusal("set the status `migration-gate`", "statuses: write", event.kind === "pull-request" && event.readOnlyToken),
      );
    }
  };
  return {
    pending: () => set({ state: "pending", context, description: "Judging the migrations of this change", targetUrl: runUrl }),
    verdict: (assessed) => {
      const status = statusOf(assessed, runUrl);
      // A queue waits for a final answer, and nobody approves in it.
      return set(event.kind === "other" && status.state === "pending" ? { ...status, state: "failure" } : status);
    },
    failed: (text) => set({ state: "error", context, description: text.split("\n")[0] ?? "it failed", targetUrl: runUrl }),
  };
}
