import * as core from "@actions/core";
import type { Gate } from "../entry/load-settings.js";
import type { Assessed } from "../model/assessed.js";
import { planNow } from "../plan.js";
import { actionsLog } from "../report/escape/actions-log.js";
import { openCommits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import type { Settings } from "../settings/schema.js";
import type { GitHubClient } from "./client.js";
import { covers } from "./covers.js";
import type { Environment } from "./environment.js";
import { readGateEvent } from "./gate-event.js";
import { Refused } from "./insist.js";
import { keepRecord } from "./keep-record.js";
import { planOfAll } from "./plan-of-all.js";
import { codeOwnersAt, type MajorOf, type Plans } from "./plans.js";
import type { GitHubReader } from "./reader.js";
import { settle } from "./settle.js";
import { tellJudgment } from "./tell-judgment.js";

export interface Checked {
  readonly assessed: Assessed;
  readonly gate: Gate;
  readonly paths: readonly string[];
  /** Files by which the gate judges that the change edits. */
  readonly edits: readonly string[];
  readonly environment: Environment;
  readonly variables: NodeJS.ProcessEnv;
  readonly client: GitHubClient;
  readonly reader: GitHubReader;
  readonly folder: string;
}

/**
 * After a rehearsal: what people said of this very plan. Sets the status and returns whether it may merge; null where
 * nothing is known of what they said (no comment of ours, no right to read it, another plan), so that the verdict alone speaks.
 */
export async function weighCheck(checked: Checked): Promise<boolean | null> {
  try {
    return await weigh(checked);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    core.warning(actionsLog(`Approvals could not be read (${error.message}): the token needs \`pull-requests: read\`.`));
    return null;
  }
}

async function weigh({
  assessed,
  environment,
  gate,
  variables,
  client,
  reader,
  folder,
  paths,
  edits,
}: Checked): Promise<boolean | null> {
  const { event, runUrl } = environment;
  if (event.kind !== "pull-request" && event.name !== "merge_group") return null;
  const asked = readGateEvent(variables);
  if (asked.kind !== "pull-request" && asked.kind !== "merge-group") return null;
  const queued = asked.kind === "merge-group";
  const pullRequest = await reader.pullRequest(asked.number);
  const commit = queued ? asked.headSha : pullRequest.headSha;
  // A run of an older push says nothing of the newer one.
  if (event.kind === "pull-request" && event.headSha !== commit) return null;
  const commits = openCommits(folder);
  const planOf = (folderOf: string, majorOf: MajorOf) => (settings: Settings) =>
    planNow(settings, paths, diskRepository(folderOf), majorOf(settings.key));
  const filesHere = async (majorOf: MajorOf) =>
    gate.databases.some(({ approvals }) => approvals["code-owners"])
      ? (await planOfAll(gate.databases, planOf(folder, majorOf))).databases
      : [];
  const plans: Plans = {
    at: async (wanted, majorOf) => {
      if (wanted === commit) return { digest: assessed.digest, isEmpty: false, databases: await filesHere(majorOf) };
      await using laid = await commits.layOut(await commits.fetch(wanted));
      return await planOfAll(gate.databases, planOf(laid.folder, majorOf));
    },
    codeOwners: async () => codeOwnersAt(event.baseSha ?? (await commits.fetch(pullRequest.baseRef)), commits),
    guardedEdits: async () => edits,
  };
  const readOnlyToken = event.kind === "pull-request" && event.readOnlyToken;
  const warn = (message: string) => core.warning(actionsLog(message));
  const { number, headSha } = pullRequest;
  const judging = { reader, pullRequest, ...gate, commit, queued, runUrl, plans };
  const { judgment, told } = await settle(judging, async (each) => {
    // The report on the pull request may be older than this assessment, where a newer one could not be written.
    if (each.kept === null || each.report === null || !covers(each.report.record, assessed)) return false;
    await keepRecord(each.kept);
    return tellJudgment({ client, reader, number, commit, headSha, comment: null, readOnlyToken, warn }, each);
  });
  return told && judgment.state !== null ? judgment.state.open : null;
}
