import type { Finding } from "../model/finding.js";
import type { Statistics } from "../model/statistics.js";

/** Work on so little is over before anybody notices the lock: some milliseconds on any machine that runs PostgreSQL. */
const SMALL_ROWS = 10_000;
const SMALL_BYTES = 16 * 1024 * 1024;

/** What waits for work that grows with the table. */
const GROWS: ReadonlySet<Finding["hazard"]> = new Set(["blocks-reads", "blocks-writes", "locks-rows-in-bulk"]);

/** With production's sizes known, work on a small table warns instead of holding the change. What was asked for in the settings stays. */
export function weighBySize(
  findings: readonly Finding[],
  statistics: Statistics | null,
  asked: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  if (statistics === null) return findings;
  return findings.map((finding) => {
    if (finding.severity !== "error" || finding.table === null || !GROWS.has(finding.hazard) || finding.rule in asked)
      return finding;
    const table = statistics.tables[`${finding.table.schema ?? "public"}.${finding.table.name}`];
    if (table?.rows == null || table.rows > SMALL_ROWS || table.bytes + table.toastBytes > SMALL_BYTES) return finding;
    const size = `production holds about ${Math.round(table.rows).toLocaleString("en-US")} rows of it (statistics of ${statistics.takenAt.slice(0, 10)})`;
    return { ...finding, severity: "warning", proof: finding.proof === null ? size : `${finding.proof}; ${size}` };
  });
}
