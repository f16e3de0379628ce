import type { Assessed } from "../model/assessed.js";
import { NEWEST_MAJOR } from "../plan.js";
import type { Settings } from "../settings/schema.js";
import { claimsOn } from "./claims-section.js";
import type { Comment } from "./client.js";
import { commentBody, sectionOf } from "./comment-body.js";
import type { GitHubEvent } from "./environment.js";
import { nearMissLine } from "./near-miss-line.js";
import { runNumberOf } from "./outdated-run.js";
import type { GitHubReader } from "./reader.js";
import { recordOf } from "./record-of.js";
import { readRecord } from "./report-record.js";

interface Recording {
  readonly databases: readonly Pick<Settings, "key" | "postgres-version">[];
  readonly event: Extract<GitHubEvent, { kind: "pull-request" }>;
  readonly reader: GitHubReader;
  /** Page of the run that judged. */
  readonly runUrl: string | null;
  readonly render: (assessed: Assessed) => string;
}

/** Our comment as it is written: the report, what was last known of approvals, and the record that the gate reads. */
export function recordedReport({ databases, event, reader, runUrl, render }: Recording) {
  return async (assessed: Assessed, last: Comment | null): Promise<string> => {
    const { login } = await reader.self();
    const editor = last === null ? undefined : (await reader.editors([last.node])).get(last.node);
    // Anybody with write access can edit our comment; what it says of the past is then worth nothing.
    const trusted = last !== null && (editor === null || editor === login) ? last : null;
    const before = trusted === null ? null : readRecord(trusted.body);
    const run = {
      head: event.headSha,
      majorOf: (key: string) => majorOf(assessed, key, databases),
      now: reader.now(),
      pusher: event.pusher,
      id: runNumberOf(runUrl),
    };
    const record = recordOf(assessed, run, before);
    const section = trusted !== null && before?.digest === record.digest ? sectionOf(trusted.body) : null;
    const claims = await claimsOn(event.number, assessed, reader);
    const report = [render(assessed).trimEnd(), nearMissLine(assessed), claims].filter((part) => part !== null).join("\n\n");
    return commentBody(report, section, record);
  };
}

/** The server's major version as the plan has it (see pipeline/assess.ts). */
function majorOf(assessed: Assessed, key: string, databases: Recording["databases"]): number {
  const rehearsal = assessed.databases.find((each) => each.key === key)?.assessment.rehearsal ?? null;
  const seen = rehearsal === null ? NEWEST_MAJOR : Math.floor(rehearsal.engine.versionNumber / 10_000);
  return databases.find((each) => each.key === key)?.["postgres-version"] ?? seen;
}
