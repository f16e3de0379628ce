import type { Assessment } from "../model/assessment.js";
import type { Finding } from "../model/finding.js";

/** One condition of passing without anybody's approval that is not met. */
export interface NearMiss {
  readonly rule: string;
  readonly hazard: Finding["hazard"];
  readonly at: readonly { readonly file: string; readonly line: number }[];
}

/** More than these is no near miss; the report's findings say it. */
const FEW = 3;

/** What alone keeps a held change from passing by itself; empty where that is much, or no matter of a few conditions. */
export function nearMisses({ verdict, findings }: Pick<Assessment, "verdict" | "findings">): readonly NearMiss[] {
  if (verdict.decision !== "hold") return [];
  const missed = new Map<string, { rule: string; hazard: Finding["hazard"]; at: { file: string; line: number }[] }>();
  for (const { rule, hazard, severity, suppressed, evidence, place } of findings) {
    if (severity !== "error" || suppressed !== null || evidence === "refuted") continue;
    const key = `${rule} ${hazard}`;
    const known = missed.get(key) ?? { rule, hazard, at: [] };
    known.at.push({ file: place.file, line: place.line });
    missed.set(key, known);
  }
  return missed.size > FEW ? [] : [...missed.values()];
}
