import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";
import { fingerprints } from "../facts/fingerprints.js";
import { openMarks } from "../facts/open-marks.js";
import { evidenceSentence } from "../words/evidence-words.js";

export interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

/** GitLab shows one issue of those that share a fingerprint, so no two of ours do. */
export function issues(assessment: Assessment): Issue[] {
  const marks = openMarks(assessment);
  const prints = fingerprints(marks.map(({ id }) => id));
  return marks.map(
    ({ rule, text, place, finding }, at): Issue => ({
      description: clip(oneLine(finding === null ? text : `${text} ${evidenceSentence(finding)}`), 1_000),
      check_name: oneLine(rule),
      fingerprint: prints[at] ?? "",
      severity: finding === null ? "critical" : severityOf(finding),
      location: {
        path: place.file.replace(/^\.\//u, ""),
        lines: { begin: place.line, end: Math.max(place.line, place.endLine) },
      },
    }),
  );
}

/** What cannot work as it stands blocks; what was only predicted weighs less than what was seen. */
function severityOf({ severity, hazard, evidence }: Finding): Issue["severity"] {
  if (severity === "info") return "info";
  if (severity === "warning") return evidence === "predicted" ? "minor" : "major";
  return hazard === "cannot-run" || hazard === "history" ? "blocker" : "critical";
}
