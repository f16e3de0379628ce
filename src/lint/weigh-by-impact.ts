import type { Finding } from "../model/finding.js";
import type { Impact } from "../model/impact.js";

/** A wait this short is within what a busy server's queries take anyway. */
const UNNOTICED_SECONDS = 0.5;

/** What waits for work that grows with the table. */
const GROWS: ReadonlySet<Finding["hazard"]> = new Set(["blocks-reads", "blocks-writes", "locks-rows-in-bulk"]);

/** Where the estimate says that nobody waits long, the finding warns instead of holding the change. What was asked for in the settings stays. */
export function weighByImpact(
  findings: readonly Finding[],
  impacts: readonly Impact[],
  asked: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  if (impacts.length === 0) return findings;
  return findings.map((finding) => {
    if (finding.severity !== "error" || !GROWS.has(finding.hazard) || finding.rule in asked) return finding;
    // What a transaction locks stays locked while the rest of it works.
    const together = impacts.filter(({ migration, phase }) => migration === finding.migration && phase === finding.direction);
    if (!together.some(({ statement }) => statement === finding.statement)) return finding;
    const seconds = together.reduce((sum, { estimate }) => sum + estimate.seconds.likely, 0);
    if (seconds >= UNNOTICED_SECONDS) return finding;
    const words = `on production's rows it is over in about ${Math.max(1, Math.round(seconds * 1_000))} ms (estimated)`;
    return { ...finding, severity: "warning", proof: finding.proof === null ? words : `${finding.proof}; ${words}` };
  });
}
