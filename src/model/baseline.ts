import type { Finding, Severity } from "./finding.js";

/** Findings that were there when a team began to use the gate: told, and not counted. */
export interface Baseline {
  readonly version: 1;
  /** The day on which it was written, `YYYY-MM-DD` in UTC. */
  readonly written: string;
  /** One for each occurrence: the same statement twice in a file is two entries. */
  readonly findings: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly id: string;
  readonly rule: string;
  /** A finding that has become worse than this counts again. */
  readonly severity: Severity;
  readonly file: string;
  /** For readers only. */
  readonly message: string;
}

/** Rules whose findings tell that silence is not what it seems. */
const ABOUT_SILENCE: ReadonlySet<string> = new Set(["expired-allow", "malformed-directive", "unused-allow", "unused-baseline"]);

/** What cannot run is no habit that a team could live with. */
export function mayBeBaselined({ hazard, rule }: Pick<Finding, "hazard" | "rule">): boolean {
  return hazard !== "cannot-run" && !ABOUT_SILENCE.has(rule);
}
