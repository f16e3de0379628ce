import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import type { Place } from "../../model/place.js";
import { standing } from "./standing.js";

/** What a tool that knows files and lines only has to show. */
export interface Mark {
  readonly id: string;
  readonly rule: string;
  readonly text: string;
  readonly place: Place;
  /** Null for a gap in the evidence. */
  readonly finding: Finding | null;
}

/** The rule under which gaps are shown, so that a report without findings is never taken for a clean bill. */
export const NOT_SEEN = "not-seen";

/** Findings that count, worst first, then the gaps that keep the verdict from being given. */
export function openMarks(assessment: Assessment): Mark[] {
  const findings = standing(assessment).open.map((finding): Mark => {
    const { id, rule, message, place } = finding;
    return { id, rule, text: message, place, finding };
  });
  return [...findings, ...gapMarks(assessment)];
}

function gapMarks(assessment: Assessment): Mark[] {
  const { coverage, verdict } = assessment;
  const gaps = coverage.unseen
    .filter(({ blocking }) => blocking)
    .map(({ what, why, place }) => gap(assessment, `Not seen, and it matters: ${what}: ${why}`, place));
  if (gaps.length > 0 || verdict.decision !== "cannot-judge") return gaps;
  return verdict.reasons
    .filter(({ finding }) => finding === null)
    .map(({ message }) => gap(assessment, `Cannot judge: ${message}`, null));
}

function gap({ migrations, subject }: Assessment, text: string, place: Place | null): Mark {
  const file = migrations[0]?.up.file ?? subject;
  const at = place ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { id: `${NOT_SEEN}:${at.file}:${text}`, rule: NOT_SEEN, text, place: at, finding: null };
}
