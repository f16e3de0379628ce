import type { Assessment } from "../../model/assessment.js";
import type { Evidence, Finding, Hazard, Severity } from "../../model/finding.js";

export interface Standing {
  /** Findings that count, worst first. */
  readonly open: readonly Finding[];
  /** Allowed by a comment in the SQL, with its reason. */
  readonly allowed: readonly Finding[];
  /** Predicted, could have been seen, did not happen. */
  readonly refuted: readonly Finding[];
}

export function standing({ findings }: Pick<Assessment, "findings">): Standing {
  const sorted = [...findings].sort(worstFirst);
  return {
    open: sorted.filter((finding) => finding.evidence !== "refuted" && finding.suppressed === null),
    allowed: sorted.filter((finding) => finding.suppressed !== null),
    refuted: sorted.filter((finding) => finding.evidence === "refuted" && finding.suppressed === null),
  };
}

/** By severity, by what is at stake, seen before predicted, then by place. */
export function worstFirst(one: Finding, other: Finding): number {
  return (
    SEVERITY[one.severity] - SEVERITY[other.severity] ||
    HAZARD.indexOf(one.hazard) - HAZARD.indexOf(other.hazard) ||
    EVIDENCE[one.evidence] - EVIDENCE[other.evidence] ||
    compare(one.place.file, other.place.file) ||
    one.place.line - other.place.line ||
    one.place.column - other.place.column ||
    compare(one.rule, other.rule)
  );
}

const SEVERITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const EVIDENCE: Readonly<Record<Evidence, number>> = { confirmed: 0, observed: 0, predicted: 1, refuted: 2 };

const HAZARD: readonly Hazard[] = [
  "cannot-run",
  "history",
  "data-loss",
  "blocks-reads",
  "blocks-writes",
  "lock-then-work",
  "fails-on-data",
  "polymorphic-fk",
  "breaks-old-code",
  "locks-rows-in-bulk",
  "security",
  "no-way-back",
  "promise",
  "advice",
];

/** By code unit: the same on every machine, whatever its locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
