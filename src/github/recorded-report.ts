import type { Assessment } from "../model/assessment.js";
import { NEWEST_MAJOR } from "../plan.js";
import type { Settings } from "../settings/schema.js";
import { claimsOn } from "./claims-section.js";
import type { Comment } from "./client.js";
import { commentBody, sectionOf } from "./comment-body.js";
import type { GitHubEvent } from "./environment.js";
import { nearMissLine } from "./near-miss-line.js";
import { runNumberOf } from "./outdated-run.js";
import type { GitHubReader } from "./reader.js";
import { readRecord, recordOf } from "./report-record.js";

interface Recording {
  readonly settings: Settings;
  readonly event: Extract<GitHubEvent, { kind: "pull-request" }>;
  readonly reader: GitHubReader;
  /** Page of the run that judged. */
  readonly runUrl: string | null;
  readonly render: (assessment: Assessment) => string;
}

/** Our comment as it is written: the report, what was last known of approvals, and the record that the gate reads. */
export function recordedReport({ settings, event, reader, runUrl, render }: Recording) {
  return async (assessment: Assessment, last: Comment | null): Promise<string> => {
    const { login } = await reader.self();
    const editor = last === null ? undefined : (await reader.editors([last.node])).get(last.node);
    // Anybody with write access can edit our comment; what it says of the past is then worth nothing.
    const trusted = last !== null && (editor === null || editor === login) ? last : null;
    const before = trusted === null ? null : readRecord(trusted.body);
    const run = {
      head: event.headSha,
      major: majorOf(assessment, settings),
      now: reader.now(),
      pusher: event.pusher,
      id: runNumberOf(runUrl),
    };
    const record = recordOf(assessment, run, before);
    const section = trusted !== null && before?.digest === record.digest ? sectionOf(trusted.body) : null;
    const claims = await claimsOn(event.number, assessment, reader);
    const report = [render(assessment).trimEnd(), nearMissLine(assessment), claims].filter((part) => part !== null).join("\n\n");
    return commentBody(report, section, record);
  };
}

/** The server's major version as the plan has it (see pipeline.ts). */
function majorOf({ rehearsal }: Assessment, settings: Settings): number {
  const seen = rehearsal === null ? NEWEST_MAJOR : Math.floor(rehearsal.engine.versionNumber / 10_000);
  return settings["postgres-version"] ?? seen;
}
