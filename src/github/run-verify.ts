import { resolve } from "node:path";
import type { ExitStatus } from "../entry/exit-status.js";
import { type Gate, loadGate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import { evaluateGate } from "../gate/evaluate-gate.js";
import { type Covering, verifyPlan } from "../gate/verify-plan.js";
import { NEWEST_MAJOR, planNow } from "../plan.js";
import { openCommits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import { readTextIfPresent } from "../repository/read-text.js";
import type { Settings } from "../settings/schema.js";
import { readConversation } from "./conversation.js";
import { readPlace } from "./environment.js";
import { gateFacts } from "./gate-facts.js";
import { majorOf } from "./major-of.js";
import { type PlanOfAll, planOfAll } from "./plan-of-all.js";
import { codeOwnersAt, type MajorOf } from "./plans.js";
import { type GitHubReader, githubReader } from "./reader.js";
import { requireNoPaths } from "./require-no-paths.js";
import { requirementsOf } from "./requirements.js";
import { type GateRequest, needToken } from "./run-gate.js";

export interface VerifyRequest extends GateRequest {
  /** What is already applied, where neither flags nor the settings file name a `base`: a push's `before`. */
  readonly base: string | null;
}

/**
 * Before deployment: whether the migrations between `base` and the files on disk are exactly what an open gate of
 * the commit's pull request covers, now. Returns 0 when they may run, 1 when not.
 */
export async function runVerify(request: VerifyRequest): Promise<ExitStatus> {
  const { variables, token, config, values, paths, folder, wait } = request;
  const readText = (path: string) => readTextIfPresent(resolve(folder, path));
  const loaded = await loadGate(config, [{ from: "command line", values }], readText);
  requireNoPaths(loaded, paths);
  const databases = loaded.databases.map((settings): Settings => {
    const base = settings.base ?? request.base;
    return base === null ? settings : { ...settings, base };
  });
  const base = databases[0]?.base ?? null;
  if (base === null && paths.length === 0) {
    throw new ReportableError(
      "arguments/invalid",
      "verify cannot know which migrations are new",
      "Say what is already applied: `--base <revision>`.",
    );
  }
  const gate: Gate = { ...loaded, databases };
  const repository = diskRepository(folder);
  const planFor = (majorOf: MajorOf) =>
    planOfAll(databases, (settings) => planNow(settings, paths, repository, majorOf(settings.key)));
  const { isEmpty } = await planFor(() => NEWEST_MAJOR);
  const coverings: Covering[] = [];
  if (!isEmpty) {
    needToken(token);
    const reader = githubReader(token, readPlace(variables), wait);
    const commits = openCommits(folder);
    const codeOwners = () => (base === null ? Promise.resolve(null) : codeOwnersAt(base, commits));
    for (const number of await reader.pullRequestsOf(await commits.head()))
      coverings.push(await coveringOf(reader, number, gate, { planFor, codeOwners }));
  }
  const { allowed, reason } = verifyPlan(isEmpty, coverings);
  (allowed ? request.log : request.warn)(reason);
  return allowed ? 0 : 1;
}

interface Means {
  planFor(majorOf: MajorOf): Promise<PlanOfAll>;
  codeOwners(): Promise<string | null>;
}

async function coveringOf(
  reader: GitHubReader,
  number: number,
  { key, databases }: Gate,
  { planFor, codeOwners }: Means,
): Promise<Covering> {
  const pullRequest = await reader.pullRequest(number);
  const conversation = await readConversation(reader, number, key);
  const { report } = conversation;
  if (report.kind !== "found") return { pullRequest: number, state: null, digest: null, reported: null };
  const { record } = report;
  const plan = await planFor(majorOf(record));
  if (plan.digest !== record.digest) return { pullRequest: number, state: null, digest: plan.digest, reported: record.digest };
  // Reviews are of the pull request's own commits; only the head's is known to hold this plan.
  const digestAt = async (commit: string) => (commit === record.head ? record.digest : null);
  const files = async (of: string) => plan.databases.find((each) => each.key === of)?.files ?? [];
  const requirements = await requirementsOf(databases, record, { files, codeOwners });
  const { input } = await gateFacts({ reader, pullRequest, databases, conversation, record, digestAt, requirements });
  return { pullRequest: number, state: evaluateGate(input), digest: plan.digest, reported: record.digest };
}
