import { join } from "node:path";
import * as core from "@actions/core";
import type { Gate } from "../entry/load-settings.js";
import type { Assessed } from "../model/assessed.js";
import { annotations as annotationsOf } from "../report/annotations.js";
import { actionsLog } from "../report/escape/actions-log.js";
import { reportMarkerOf } from "../report/marker.js";
import { reportOf } from "../report/report-of.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { writeText } from "../repository/write-text.js";
import type { GitHubClient } from "./client.js";
import { commentLimit } from "./comment-limit.js";
import { commentPublisher } from "./comment-publisher.js";
import type { Environment } from "./environment.js";
import { fileOf } from "./file-of.js";
import { Refused } from "./insist.js";
import type { GitHubReader } from "./reader.js";
import { recordedReport } from "./recorded-report.js";
import { refusal } from "./refusal.js";
import { reportFiles } from "./report-files.js";
import type { ReviewClient } from "./review-client.js";
import { suggestionPublisher } from "./suggestion-publisher.js";
import type { Teller } from "./teller.js";

/** GitHub takes 1 MiB in a summary. */
const SUMMARY_LIMIT = 900_000;

interface Setting {
  readonly gate: Gate;
  /** The input `report`, line by line. */
  readonly reports: readonly string[];
  readonly environment: Environment;
  readonly client: GitHubClient | null;
  readonly reader: GitHubReader | null;
  readonly reviews: ReviewClient | null;
}

/** Everybody who is told: annotations, summary, outputs, and on a pull request the comment and suggestions. */
export function publishersFor({ gate, reports, environment, client, reader, reviews }: Setting): readonly Teller[] {
  const { key, databases } = gate;
  const render = (limit: number) => (assessed: Assessed) =>
    reportOf("markdown", assessed, { color: false, width: 100, limit, fullReportUrl: environment.runUrl });
  const tellers: Teller[] = [annotations, summary(render(SUMMARY_LIMIT)), outputs];
  tellers.push(...reportFiles(reports, environment.runUrl));
  const { event } = environment;
  if (event.kind === "pull-request" && client !== null && reader !== null && databases.some(({ comment }) => comment)) {
    tellers.push(
      commentPublisher({
        client,
        pullRequest: event.number,
        marker: reportMarkerOf(key),
        render: recordedReport({
          ...{ databases, event, reader, runUrl: environment.runUrl },
          render: render(commentLimit(databases.length)),
        }),
        onRefused: () => core.warning(refusal("comment on this pull request", "pull-requests: write", event.readOnlyToken)),
        onPublished: (url) => core.setOutput("comment-url", url),
        isCurrent: () => isCurrent(reader, event),
      }),
    );
    if (reviews !== null)
      for (const settings of databases) if (settings.suggestions) tellers.push(suggesting(reviews, reader, event, settings.key));
  }
  return tellers;
}

type PullRequestEvent = Extract<Environment["event"], { readonly kind: "pull-request" }>;

function suggesting(client: ReviewClient, reader: GitHubReader, event: PullRequestEvent, key: string): Teller {
  const publisher = suggestionPublisher({
    ...{ client, pullRequest: event.number, commit: event.headSha, key, self: () => reader.self() },
    readText: (path) => readTextIfPresent(join(process.env["GITHUB_WORKSPACE"] ?? process.cwd(), path)),
    onFailed: (message, refused) =>
      core.warning(
        refused
          ? refusal("suggest fixes on this pull request", "pull-requests: write", event.readOnlyToken)
          : actionsLog(`Fixes could not be suggested on their lines (${message}); the report has them.`),
      ),
    isCurrent: () => isCurrent(reader, event),
  });
  return {
    id: publisher.id,
    tell: async ({ databases }) => {
      for (const each of databases) if (each.key === key) await publisher.publish(each.assessment);
    },
  };
}

/** Whether the event's push is still the newest. Where that cannot be read, nothing speaks against it. */
async function isCurrent(reader: GitHubReader, { number, headSha }: { readonly number: number; readonly headSha: string }) {
  try {
    if ((await reader.pullRequest(number)).headSha === headSha) return true;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
  core.notice("A newer push has its own run; this one leaves the comment to it.");
  return false;
}

const annotations: Teller = {
  id: "annotations",
  tell: async ({ databases }) => {
    for (const { level, message, title, file, line, endLine } of annotationsOf(...databases.map((each) => each.assessment))) {
      core[level](actionsLog(message), { title, file, startLine: line, endLine });
    }
  },
};

function summary(render: (assessed: Assessed) => string): Teller {
  return {
    id: "summary",
    tell: async (assessed) => {
      await core.summary.addRaw(render(assessed), true).write({ overwrite: true });
    },
  };
}

const outputs: Teller = {
  id: "outputs",
  tell: async (assessed) => {
    const { key, verdict, digest, findings } = assessed;
    const file = `${process.env["RUNNER_TEMP"] ?? "."}/${fileOf(key)}`;
    await writeText(file, reportOf("json", assessed, { color: false, width: 100, limit: null, fullReportUrl: null }));
    core.setOutput("decision", verdict.decision);
    core.setOutput("risk", verdict.risk);
    core.setOutput("digest", digest);
    core.setOutput(
      "findings",
      findings.filter((finding) => finding.suppressed === null && finding.evidence !== "refuted").length,
    );
    core.setOutput("report-json", file);
  },
};
