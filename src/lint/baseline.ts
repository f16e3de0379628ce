import { type Baseline, type BaselineEntry, mayBeBaselined } from "../model/baseline.js";
import type { Finding, Severity } from "../model/finding.js";

export interface Weighed {
  readonly findings: readonly Finding[];
  /** Entries that no finding answers to. */
  readonly left: readonly BaselineEntry[];
}

/** Findings that are in the baseline carry that as their reason; each entry answers for one finding. */
export function underBaseline(findings: readonly Finding[], { written, findings: entries }: Baseline): Weighed {
  const left = [...entries];
  const told = findings.map((finding) => {
    const at = left.findIndex((entry) => isSame(entry, finding));
    if (at < 0 || finding.suppressed !== null || !mayBeBaselined(finding)) return finding;
    left.splice(at, 1);
    return finding.evidence === "refuted" ? finding : { ...finding, suppressed: { reason: `in the baseline of ${written}` } };
  });
  return { findings: told, left };
}

/** The file is part of it: a statement of the same words in a new file is a new finding. */
function isSame({ id, rule, file, severity }: BaselineEntry, finding: Finding): boolean {
  const notWorse = RANK.indexOf(finding.severity) >= RANK.indexOf(severity);
  return id === finding.id && rule === finding.rule && file === finding.place.file && notWorse;
}

const RANK: readonly Severity[] = ["error", "warning", "info"];
