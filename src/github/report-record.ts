import { combinedDigest } from "../gate/combined-digest.js";
import { worstOf } from "../gate/worst-of.js";
import type { Decision, Risk } from "../model/verdict.js";
import { DATABASE_LINE, type DatabaseRecord, databaseLine, readDatabaseLine } from "./database-line.js";

/**
 * What a later run has to know of a report, in hidden lines at the end of our comment. It is believed only in a
 * comment that the token's own identity wrote and edited last, and only for the plan that is then recomputed.
 */
export interface ReportRecord {
  /** What approvals are bound to: the one plan, or all plans together. */
  readonly digest: string;
  readonly decision: Decision;
  readonly risk: Risk;
  readonly required: number;
  /** Head of the pull request when it was judged. */
  readonly head: string;
  /** When a report of this plan, with no new findings and no higher risk, was first shown. */
  readonly since: string;
  /** Ids of accounts that were seen pushing. */
  readonly pushers: readonly number[];
  /** Number of the workflow run that judged, which grows; absent where it is not known. */
  readonly run?: number;
  /** Whether the gate is of several databases, however many of them the change touches. */
  readonly several: boolean;
  /** Those that the change touches; without `several` the one, whose key is the comment's. */
  readonly databases: readonly DatabaseRecord[];
}

const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];
const DECISIONS: readonly Decision[] = ["pass", "hold", "block", "cannot-judge"];
const ONE =
  /^<!-- migration-gate record · v=2 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) major=(\d{2}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*) findings=([0-9a-f.]*) hazards=([a-z.-]*)(?: run=(\d{1,15}))? -->$/u;
const SEVERAL =
  /^<!-- migration-gate record · v=3 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) databases=(\d{1,4}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*)(?: run=(\d{1,15}))? -->$/u;

/** One line of a database alone; of several a line for each, and one of the whole below them. */
export function recordLines(record: ReportRecord): string {
  const { digest, decision, risk, required, head, since, pushers, run, several, databases } = record;
  const plan = `digest=${digest} decision=${decision} risk=${risk} required=${required} head=${head}`;
  const seen = `since=${since} pushers=${pushers.join(".")}`;
  const numbered = run === undefined ? "" : ` run=${run}`;
  const [only] = databases;
  if (!several && only !== undefined) {
    const held = `findings=${only.findings.join(".")} hazards=${only.hazards.join(".")}`;
    return `<!-- migration-gate record · v=2 ${plan} major=${only.major} ${seen} ${held}${numbered} -->`;
  }
  const whole = `<!-- migration-gate record · v=3 ${plan} databases=${databases.length} ${seen}${numbered} -->`;
  return [...databases.map(databaseLine), whole].join("\n");
}

/** The record of a comment of ours: its last lines, and the only ones of their kind. Null for anything else. */
export function readRecord(body: string): ReportRecord | null {
  const lines = body.trimEnd().split(/\r?\n/u);
  if (lines.filter((line) => line.includes("<!-- migration-gate record")).length !== 1) return null;
  const last = lines.at(-1) ?? "";
  const record = readOne(last) ?? readSeveral(last, lines);
  return record === null || !Number.isFinite(Date.parse(record.since)) ? null : record;
}

function readOne(line: string): ReportRecord | null {
  const [, digest = "", decision, risk, required, head = "", major, since = "", pushers = "", findings = "", hazards = "", run] =
    ONE.exec(line) ?? [];
  const verdict = verdictOf(decision, risk, required);
  if (verdict === null) return null;
  const plan = { digest, ...verdict };
  const only = { key: "", ...plan, major: Number(major), findings: parts(findings), hazards: parts(hazards) };
  return { ...plan, head, since, pushers: parts(pushers).map(Number), ...numbered(run), several: false, databases: [only] };
}

function readSeveral(line: string, lines: readonly string[]): ReportRecord | null {
  const [, digest = "", decision, risk, required, head = "", count, since = "", pushers = "", run] = SEVERAL.exec(line) ?? [];
  const verdict = verdictOf(decision, risk, required);
  if (verdict === null) return null;
  const expected = Number(count);
  const databases = lines.slice(-1 - expected, -1).flatMap((each) => readDatabaseLine(each) ?? []);
  const all = lines.filter((each) => each.includes(DATABASE_LINE)).length;
  if (databases.length !== expected || all !== expected) return null;
  // The whole says nothing that its parts do not.
  const whole = worstOf(databases);
  const isWhole = digest === combinedDigest(databases) && verdict.decision === whole.decision && verdict.risk === whole.risk;
  if (!isWhole || verdict.required !== whole.required) return null;
  return { digest, ...verdict, head, since, pushers: parts(pushers).map(Number), ...numbered(run), several: true, databases };
}

function verdictOf(decision: string | undefined, risk: string | undefined, required: string | undefined) {
  const known = { decision: DECISIONS.find((each) => each === decision), risk: RISKS.find((each) => each === risk) };
  if (known.decision === undefined || known.risk === undefined) return null;
  return { decision: known.decision, risk: known.risk, required: Number(required) };
}

function numbered(run: string | undefined) {
  return run === undefined ? {} : { run: Number(run) };
}

function parts(text: string): string[] {
  return text === "" ? [] : text.split(".");
}
