import { createHash } from "node:crypto";
import { guardId } from "../gate/guarded-files.js";
import type { Assessment } from "../model/assessment.js";
import type { Decision, Risk } from "../model/verdict.js";

/**
 * What a later run has to know of a report, in one hidden line at the end of our comment. It is believed only in a
 * comment that the token's own identity wrote and edited last, and only for the plan that is then recomputed.
 */
export interface ReportRecord {
  readonly digest: string;
  readonly decision: Decision;
  readonly risk: Risk;
  readonly required: number;
  /** Head of the pull request when it was judged. */
  readonly head: string;
  /** Major version of the server, which is part of the plan. */
  readonly major: number;
  /** When a report of this plan, with no new findings and no higher risk, was first shown. */
  readonly since: string;
  /** Ids of accounts that were seen pushing. */
  readonly pushers: readonly number[];
  /** Ids of the findings that hold the change, in order; a hash of them where they are many. */
  readonly findings: readonly string[];
  /** Hazard classes of those findings, in order. */
  readonly hazards: readonly string[];
  /** Number of the workflow run that judged, which grows; absent where it is not known. */
  readonly run?: number;
}

const MAX_FINDINGS = 100;
const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];
const DECISIONS: readonly Decision[] = ["pass", "hold", "block", "cannot-judge"];
const LINE =
  /^<!-- migration-gate record · v=2 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) major=(\d{2}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*) findings=([0-9a-f.]*) hazards=([a-z.-]*)(?: run=(\d{1,15}))? -->$/u;

export function recordLine({
  digest,
  decision,
  risk,
  required,
  head,
  major,
  since,
  pushers,
  findings,
  hazards,
  run,
}: ReportRecord): string {
  const plan = `digest=${digest} decision=${decision} risk=${risk} required=${required} head=${head} major=${major}`;
  const held = `findings=${findings.join(".")} hazards=${hazards.join(".")}${run === undefined ? "" : ` run=${run}`}`;
  return `<!-- migration-gate record · v=2 ${plan} since=${since} pushers=${pushers.join(".")} ${held} -->`;
}

/** The record of a comment of ours: its last line, and the only one of its kind. Null for anything else. */
export function readRecord(body: string): ReportRecord | null {
  const lines = body.trimEnd().split(/\r?\n/u);
  if (lines.filter((line) => line.includes("<!-- migration-gate record")).length !== 1) return null;
  const [, digest = "", decision, risk, required, head = "", major, since = "", pushers = "", findings = "", hazards = "", run] =
    LINE.exec(lines.at(-1) ?? "") ?? [];
  const known = { decision: DECISIONS.find((each) => each === decision), risk: RISKS.find((each) => each === risk) };
  if (known.decision === undefined || known.risk === undefined || !Number.isFinite(Date.parse(since))) return null;
  return {
    ...{ digest, decision: known.decision, risk: known.risk, required: Number(required), head, major: Number(major), since },
    pushers: parts(pushers).map(Number),
    findings: parts(findings),
    hazards: parts(hazards),
    ...(run === undefined ? {} : { run: Number(run) }),
  };
}

/** The record of a new report. Approvals of the last one stay good while the plan is the same and nothing got worse. */
export function recordOf(
  assessment: Judged,
  run: {
    readonly head: string;
    readonly major: number;
    readonly now: string;
    readonly pusher: number | null;
    readonly id?: number | null;
  },
  last: ReportRecord | null,
): ReportRecord {
  const { digest, verdict } = assessment;
  const { decision, risk, approvals } = verdict;
  const pushers = [...new Set([...(last?.pushers ?? []), ...(run.pusher === null ? [] : [run.pusher])])].slice(-50);
  const since = last !== null && covers(last, assessment) ? last.since : run.now;
  const plan = { digest, decision, risk, required: approvals.required, head: run.head, major: run.major };
  const numbered = run.id === null || run.id === undefined ? {} : { run: run.id };
  return { ...plan, since, pushers, findings: findingsOf(assessment), hazards: hazardsOf(assessment), ...numbered };
}

type Judged = Pick<Assessment, "digest" | "verdict" | "findings">;

/** Whether who read this report knows the worst of a newer one: the same plan, no finding more, no higher risk. */
export function covers(record: ReportRecord, newer: Judged): boolean {
  return (
    record.digest === newer.digest &&
    record.decision === newer.verdict.decision &&
    RISKS.indexOf(newer.verdict.risk) <= RISKS.indexOf(record.risk) &&
    findingsOf(newer).every((id) => record.findings.includes(id))
  );
}

function hazardsOf(assessment: Judged): readonly string[] {
  return [...new Set(holding(assessment).map(({ hazard }) => hazard))].toSorted();
}

function holding({ findings }: Judged) {
  return findings.filter(
    ({ severity, suppressed, evidence }) => severity === "error" && suppressed === null && evidence !== "refuted",
  );
}

function findingsOf(assessment: Judged): readonly string[] {
  const ids = [...new Set(holding(assessment).map(({ id }) => id))].toSorted();
  if (ids.length <= MAX_FINDINGS) return ids;
  // Which edits of the gate itself the report told of has to be known one by one.
  const guarded = holding(assessment).flatMap(({ id, place }) => (id === guardId(place.file) ? [id] : []));
  return [hashOf(ids), ...guarded.slice(0, MAX_FINDINGS)];
}

function parts(text: string): string[] {
  return text === "" ? [] : text.split(".");
}

function hashOf(ids: readonly string[]): string {
  return createHash("sha256").update(ids.join()).digest("hex");
}
