import type { Decision, Risk } from "../model/verdict.js";

/** What a later run has to know of one database's report. */
export interface DatabaseRecord {
  /** Null where the report is of a single database, which its comment names. */
  readonly key: string;
  readonly digest: string;
  readonly decision: Decision;
  readonly risk: Risk;
  readonly required: number;
  /** Major version of the server, which is part of the plan. */
  readonly major: number;
  /** Ids of the findings that hold it, in order; a hash of them where they are many. */
  readonly findings: readonly string[];
  /** Hazard classes of those findings, in order. */
  readonly hazards: readonly string[];
}

export const DATABASE_LINE = "<!-- migration-gate database";

const RISKS: readonly Risk[] = ["none", "low", "medium", "high", "critical"];
const DECISIONS: readonly Decision[] = ["pass", "hold", "block", "cannot-judge"];
const LINE =
  /^<!-- migration-gate database · key=([\w.%/]+) digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) major=(\d{2}) findings=([0-9a-f.]*) hazards=([a-z.-]*) -->$/u;

/** One hidden line for each database that a change touches, where one comment is of several. */
export function databaseLine({ key, digest, decision, risk, required, major, findings, hazards }: DatabaseRecord): string {
  const verdict = `digest=${digest} decision=${decision} risk=${risk} required=${required} major=${major}`;
  // Two dashes of a key would end the comment for some readers.
  const safe = key.replaceAll("-", "%2D");
  return `${DATABASE_LINE} · key=${safe} ${verdict} findings=${findings.join(".")} hazards=${hazards.join(".")} -->`;
}

/** Null for anything that is not such a line. */
export function readDatabaseLine(line: string): DatabaseRecord | null {
  const found = LINE.exec(line);
  if (found === null) return null;
  const [, key = "", digest = "", decision, risk, required, major, findings = "", hazards = ""] = found;
  const known = { decision: DECISIONS.find((each) => each === decision), risk: RISKS.find((each) => each === risk) };
  if (known.decision === undefined || known.risk === undefined) return null;
  return {
    key: key.replaceAll("%2D", "-"),
    ...{ digest, decision: known.decision, risk: known.risk, required: Number(required), major: Number(major) },
    findings: partsOf(findings),
    hazards: partsOf(hazards),
  };
}

function partsOf(text: string): string[] {
  return text === "" ? [] : text.split(".");
}
