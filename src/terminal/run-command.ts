import { type ExitStatus, exitStatusOf, explainFailure } from "../entry/exit-status.js";
import { loadDatabases } from "../entry/load-settings.js";
import { onEnd } from "../entry/on-end.js";
import { ReportableError } from "../errors.js";
import type { Assessment } from "../model/assessment.js";
import { run } from "../pipeline/run.js";
import { explainRule } from "../report/explain-rule.js";
import { listRules } from "../report/list-rules.js";
import { readRuleRecord } from "../repository/read-rule-record.js";
import { rules } from "../rules/index.js";
import type { Settings } from "../settings/schema.js";
import { version } from "../version.js";
import { type Judged, parseArguments, type Replayed, type ReportRequest, type Request } from "./arguments.js";
import { helpText } from "./help.js";
import { initialize } from "./initialize.js";
import { reportPublishers } from "./report-publishers.js";
import { terminalWorld } from "./world.js";
import { writeBaseline } from "./write-baseline.js";

/** What reads approvals from GitHub. Loaded only when asked for. */
export interface Approvals {
  gate(asked: Judged, log: (message: string) => void): Promise<ExitStatus>;
  verify(asked: Judged, log: (message: string) => void): Promise<ExitStatus>;
  replay(asked: Replayed, log: (message: string) => void): Promise<ExitStatus>;
}

/** Runs one command line and returns its exit status. Reports go to standard output or files, all else to standard error. */
export async function runCommand(argv: readonly string[], approvals: Approvals): Promise<ExitStatus> {
  try {
    return await perform(parseArguments(argv), approvals);
  } catch (error) {
    const { status, text } = explainFailure(error);
    process.stderr.write(text);
    return status;
  }
}

async function perform(request: Request, approvals: Approvals): Promise<ExitStatus> {
  switch (request.command) {
    case "help":
      process.stdout.write(helpText(request.about));
      return 0;
    case "version":
      process.stdout.write(`${version}\n`);
      return 0;
    case "rules":
      process.stdout.write(listRules(rules));
      return 0;
    case "explain":
      process.stdout.write(explainRule(rules, request.rule, readRuleRecord(request.rule)));
      return 0;
    case "init":
      process.stdout.write(await initialize(request));
      return 0;
    case "baseline":
      process.stdout.write(await writeBaseline(request));
      return 0;
    case "gate":
    case "verify":
      return approvals[request.command](request, (message) => process.stdout.write(`${message}\n`));
    case "replay":
      return approvals.replay(request, (message) => process.stdout.write(`${message}\n`));
    case "stats":
      return (await import("./take-statistics.js")).takeStatistics(request);
    case "check":
      return checkAll(request);
  }
}

/** Several databases are judged one after another; one that cannot be judged does not keep the others from it. The worst decides. */
async function checkAll(request: Extract<Request, { command: "check" }>): Promise<ExitStatus> {
  const databases = await loadDatabases(request.config, [{ from: "command line", values: request.settings }]);
  const [only] = databases;
  if (only !== undefined && databases.length === 1)
    return exitStatusOf((await check(request, only, request.reports)).verdict.decision);
  if (request.paths.length > 0) {
    const keys = databases.map(({ key }) => `\`${key}\``).join(", ");
    throw new ReportableError(
      "arguments/invalid",
      "files are given, but not of which database they are",
      `Choose one with \`--key\`: ${keys}.`,
    );
  }
  let worst: ExitStatus = 0;
  for (const settings of databases) {
    // The terminal report tells no database by itself.
    if (request.reports.length === 0) process.stdout.write(`\n${settings.key}\n`);
    const status = await statusOf(() => check(request, settings, reportsOf(request.reports, settings.key)));
    if (status > worst) worst = status;
  }
  return worst;
}

async function statusOf(work: () => Promise<Assessment>): Promise<ExitStatus> {
  try {
    return exitStatusOf((await work()).verdict.decision);
  } catch (error) {
    const { status, text } = explainFailure(error);
    process.stderr.write(text);
    return status;
  }
}

/** A file for each database: `report.json` becomes `report.orders.json`. */
function reportsOf(reports: readonly ReportRequest[], key: string): readonly ReportRequest[] {
  const name = key.replaceAll("/", "-");
  return reports.map(({ id, file }) => ({
    id,
    file: file === null ? null : file.replace(/(\.\w+)?$/u, (ending) => `.${name}${ending}`),
  }));
}

async function check(
  request: Extract<Request, { command: "check" }>,
  settings: Settings,
  reports: readonly ReportRequest[],
): Promise<Assessment> {
  const publishers = reportPublishers(reports, settings.key);
  const ending = onEnd();
  try {
    return await run(settings, request.paths, terminalWorld(publishers, ending.signal));
  } finally {
    ending.forget();
  }
}
