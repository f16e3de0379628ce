import type { Assessment } from "../model/assessment.js";
import { type Baseline, type BaselineEntry, mayBeBaselined } from "../model/baseline.js";

/** The baseline of what an assessment found, as its file holds it: one entry for each finding that counts. */
export function baselineFile({ findings }: Pick<Assessment, "findings">, today: string): string {
  const entries = findings
    .filter((finding) => finding.suppressed === null && finding.evidence !== "refuted" && mayBeBaselined(finding))
    .map(({ id, rule, severity, place, message }) => ({ id, rule, severity, file: place.file, message: short(message) }));
  const baseline: Baseline = { version: 1, written: today, findings: entries.toSorted(byPlace) };
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

const LONGEST = 160;

function short(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;
}

/** By code unit, so that the file is the same on every machine. */
function byPlace(left: BaselineEntry, right: BaselineEntry): number {
  const key = ({ file, rule, id }: BaselineEntry) => `${file}\u0000${rule}\u0000${id}`;
  return key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0;
}
