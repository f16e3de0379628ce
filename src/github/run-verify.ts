import { resolve } from "node:path";
import type { ExitStatus } from "../entry/exit-status.js";
import { loadSettings } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import { evaluateGate } from "../gate/evaluate-gate.js";
import { type Covering, verifyPlan } from "../gate/verify-plan.js";
import { NEWEST_MAJOR, type Plan, planNow } from "../plan.js";
import { openCommits } from "../repository/commits.js";
import { diskRepository } from "../repository/disk-repository.js";
import { readTextIfPresent } from "../repository/read-text.js";
import type { Settings } from "../settings/schema.js";
import { readConversation } from "./conversation.js";
import { readPlace } from "./environment.js";
import { gateFacts } from "./gate-facts.js";
import { codeOwnersAt } from "./plans.js";
import { type GitHubReader, githubReader } from "./reader.js";
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
  const loaded = await loadSettings(config, [{ from: "command line", values }], (path) =>
    readTextIfPresent(resolve(folder, path)),
  );
  const base = loaded.base ?? request.base;
  if (base === null && paths.length === 0) {
    throw new ReportableError(
      "arguments/invalid",
      "verify cannot know which migrations are new",
      "Say what is already applied: `--base <revision>`.",
    );
  }
  const settings: Settings = base === null ? loaded : { ...loaded, base };
  const repository = diskRepository(folder);
  const planFor = (major: number) => planNow(settings, paths, repository, major);
  const { isEmpty } = await planFor(NEWEST_MAJOR);
  const coverings: Covering[] = [];
  if (!isEmpty) {
    needToken(token);
    const reader = githubReader(token, readPlace(variables), wait);
    const commits = openCommits(folder);
    const codeOwners = () => (base === null ? Promise.resolve(null) : codeOwnersAt(base, commits));
    for (const number of await reader.pullRequestsOf(await commits.head()))
      coverings.push(await coveringOf(reader, number, settings, { planFor, codeOwners }));
  }
  const { allowed, reason } = verifyPlan(isEmpty, coverings);
  (allowed ? request.log : request.warn)(reason);
  return allowed ? 0 : 1;
}

async function coveringOf(
  reader: GitHubReader,
  number: number,
  settings: Settings,
  { planFor, codeOwners }: { planFor(major: number): Promise<Plan>; codeOwners(): Promise<string | null> },
): Promise<Covering> {
  const pullRequest = await reader.pullRequest(number);
  const conversation = await readConversation(reader, number, settings.key);
  const { report } = conversation;
  if (report.kind !== "found") return { pullRequest: number, state: null, digest: null, reported: null };
  const { record } = report;
  const { digest, files } = await planFor(record.major);
  if (digest !== record.digest) return { pullRequest: number, state: null, digest, reported: record.digest };
  // Reviews are of the pull request's own commits; only the head's is known to hold this plan.
  const digestAt = async (commit: string) => (commit === record.head ? record.digest : null);
  const requirements = await requirementsOf(settings, record, { files: async () => files, codeOwners });
  const { input } = await gateFacts({ reader, pullRequest, settings, conversation, record, digestAt, requirements });
  return { pullRequest: number, state: evaluateGate(input), digest, reported: record.digest };
}
