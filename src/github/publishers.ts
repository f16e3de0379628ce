import { join } from "node:path";
import * as core from "@actions/core";
import type { Assessment } from "../model/assessment.js";
import { annotations as annotationsOf } from "../report/annotations.js";
import { actionsLog } from "../report/escape/actions-log.js";
import { json } from "../report/json.js";
import { markdown } from "../report/markdown.js";
import { reportMarkerOf } from "../report/marker.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { writeText } from "../repository/write-text.js";
import type { Settings } from "../settings/schema.js";
import type { Publisher } from "../world.js";
import type { GitHubClient } from "./client.js";
import { commentPublisher } from "./comment-publisher.js";
import type { Environment } from "./environment.js";
import { Refused } from "./insist.js";
import type { GitHubReader } from "./reader.js";
import { recordedReport } from "./recorded-report.js";
import { refusal } from "./refusal.js";
import { reportFiles } from "./report-files.js";
import type { ReviewClient } from "./review-client.js";
import { suggestionPublisher } from "./suggestion-publisher.js";

/** GitHub takes 65,536 characters in a comment and 1 MiB in a summary; both with a margin, the comment's for approvals and record. */
const COMMENT_LIMIT = 50_000;
const SUMMARY_LIMIT = 900_000;

interface Setting {
  readonly settings: Settings;
  /** The input `report`, line by line. */
  readonly reports: readonly string[];
  readonly environment: Environment;
  readonly client: GitHubClient | null;
  readonly reader: GitHubReader | null;
  readonly reviews: ReviewClient | null;
}

/** Everybody who is told: annotations, summary, outputs, and on a pull request the comment and suggestions. */
export function publishersFor({ settings, reports, environment, client, reader, reviews }: Setting): readonly Publisher[] {
  const render = (limit: number) => (assessment: Assessment) =>
    markdown.render(assessment, { color: false, width: 100, limit, key: settings.key, fullReportUrl: environment.runUrl });
  const publishers: Publisher[] = [annotations, summary(render(SUMMARY_LIMIT)), outputs(settings.key)];
  publishers.push(...reportFiles(reports, settings.key, environment.runUrl));
  const { event } = environment;
  if (event.kind === "pull-request" && client !== null && reader !== null && settings.comment) {
    publishers.push(
      commentPublisher({
        client,
        pullRequest: event.number,
        marker: reportMarkerOf(settings.key),
        render: recordedReport({ settings, event, reader, runUrl: environment.runUrl, render: render(COMMENT_LIMIT) }),
        onRefused: () => core.warning(refusal("comment on this pull request", "pull-requests: write", event.readOnlyToken)),
        onPublished: (url) => core.setOutput("comment-url", url),
        isCurrent: () => isCurrent(reader, event),
      }),
    );
    if (reviews !== null && settings.suggestions) publishers.push(suggesting(reviews, reader, event, settings.key));
  }
  return publishers;
}

type PullRequestEvent = Extract<Environment["event"], { readonly kind: "pull-request" }>;

function suggesting(client: ReviewClient, reader: GitHubReader, event: PullRequestEvent, key: string): Publisher {
  return suggestionPublisher({
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

const annotations: Publisher = {
  id: "annotations",
  publish: async (assessment) => {
    for (const { level, message, title, file, line, endLine } of annotationsOf(assessment)) {
      core[level](actionsLog(message), { title, file, startLine: line, endLine });
    }
  },
};

function summary(render: (assessment: Assessment) => string): Publisher {
  return {
    id: "summary",
    publish: async (assessment) => {
      await core.summary.addRaw(render(assessment), true).write({ overwrite: true });
    },
  };
}

function outputs(key: string): Publisher {
  return {
    id: "outputs",
    publish: async (assessment) => {
      const file = `${process.env["RUNNER_TEMP"] ?? "."}/migration-gate-${key.replace(/[^\w.-]/gu, "-")}.json`;
      await writeText(file, json.render(assessment, { color: false, width: 100, limit: null, key, fullReportUrl: null }));
      core.setOutput("decision", assessment.verdict.decision);
      core.setOutput("risk", assessment.verdict.risk);
      core.setOutput("digest", assessment.digest);
      core.setOutput(
        "findings",
        assessment.findings.filter((finding) => finding.suppressed === null && finding.evidence !== "refuted").length,
      );
      core.setOutput("report-json", file);
    },
  };
}
