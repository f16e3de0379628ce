import type { Assessed } from "../model/assessed.js";
import { covers, mostFindings, touchedOf } from "./covers.js";
import { heldFindings, heldHazards } from "./held-findings.js";
import type { ReportRecord } from "./report-record.js";

interface Run {
  readonly head: string;
  /** Major version of the server that each database was judged for. */
  readonly majorOf: (key: string) => number;
  readonly now: string;
  readonly pusher: number | null;
  readonly id: number | null;
}

/** The record of a new report. Approvals of the last one stay good while the plan is the same and nothing got worse. */
export function recordOf(assessed: Assessed, run: Run, last: ReportRecord | null): ReportRecord {
  const { digest, verdict } = assessed;
  const { decision, risk, approvals } = verdict;
  const pushers = [...new Set([...(last?.pushers ?? []), ...(run.pusher === null ? [] : [run.pusher])])].slice(-50);
  const since = last !== null && covers(last, assessed) ? last.since : run.now;
  const most = mostFindings(assessed);
  const databases = touchedOf(assessed).map(({ key, assessment }) => ({
    ...{ key, digest: assessment.digest, decision: assessment.verdict.decision, risk: assessment.verdict.risk },
    ...{ required: assessment.verdict.approvals.required, major: run.majorOf(key) },
    ...{ findings: heldFindings(assessment, most), hazards: heldHazards(assessment) },
  }));
  return {
    ...{ digest, decision, risk, required: approvals.required, head: run.head, since, pushers, databases },
    ...(run.id === null ? {} : { run: run.id }),
    several: assessed.databases.length > 1,
  };
}
