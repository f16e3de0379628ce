import * as core from "@actions/core";
import { type ExitStatus, exitStatusOf, explainFailure } from "../entry/exit-status.js";
import { loadSettings } from "../entry/load-settings.js";
import { onEnd } from "../entry/on-end.js";
import type { Assessment } from "../model/assessment.js";
import { run } from "../pipeline.js";
import { actionsLog } from "../report/escape/actions-log.js";
import type { Settings } from "../settings/schema.js";
import { type CommitStatus, type GitHubClient, githubClient, Refused } from "./client.js";
import { type Environment, readEnvironment } from "./environment.js";
import { type Inputs, readInputs } from "./inputs.js";
import { publishersFor } from "./publishers.js";
import { refusal } from "./refusal.js";
import { statusContext, statusOf } from "./status.js";
import { githubWorld } from "./world.js";

/** Runs as a step of a workflow. Returns the exit status; what a person needs is on the pull request by then. */
export async function runAction(variables: NodeJS.ProcessEnv): Promise<ExitStatus> {
  let told: StatusTeller | null = null;
  const ending = onEnd();
  try {
    const inputs = readInputs(variables);
    // The rehearsal runs SQL of strangers; the token has no business in this process's environment any longer.
    delete variables["INPUT_GITHUB-TOKEN"];
    const environment = readEnvironment(variables);
    const client = inputs.token === "" ? null : githubClient(inputs.token, environment);
    // Mistakes in the settings are told on the status too; until they are read, under the key that the inputs name.
    told = statusTeller(client, environment, String(inputs.settings["key"] ?? "default"));
    const settings = await loadSettings(inputs.config, [{ from: "inputs", values: withBase(inputs, environment) }]);
    if (settings["database-url"] !== undefined) core.setSecret(settings["database-url"]);
    told = statusTeller(client, environment, settings.key);
    await told.pending();
    const assessment = await judge(settings, inputs, environment, client, ending.signal);
    await told.verdict(assessment);
    return conclude(assessment);
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

/** On a pull request the event names the base; elsewhere a push or a merge group may. The setting wins. */
function withBase({ settings, paths }: Inputs, { event }: Environment): Inputs["settings"] {
  if (settings["base"] !== undefined || paths.length > 0 || event.baseSha === null) return settings;
  return { ...settings, base: event.baseSha };
}

async function judge(
  settings: Settings,
  inputs: Inputs,
  environment: Environment,
  client: GitHubClient | null,
  signal: AbortSignal,
): Promise<Assessment> {
  return run(settings, inputs.paths, githubWorld(publishersFor({ settings, environment, client }), signal));
}

function conclude({ verdict, digest }: Assessment): ExitStatus {
  const status = exitStatusOf(verdict.decision);
  const summary = `Decision ${verdict.decision}, risk ${verdict.risk}, digest ${digest.slice(0, 8)}`;
  if (status === 0) core.info(summary);
  else core.error(actionsLog(`${summary}. ${verdict.reasons[0]?.message ?? ""}`));
  return status;
}

interface StatusTeller {
  pending(): Promise<void>;
  verdict(assessment: Assessment): Promise<void>;
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
    verdict: (assessment) => set(statusOf(assessment, key, runUrl)),
    failed: (text) => set({ state: "error", context, description: text.split("\n")[0] ?? "it failed", targetUrl: runUrl }),
  };
}
