import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { limits as limitsOf } from "../facts/limits.js";
import { standing } from "../facts/standing.js";
import { count, counted } from "../words/count.js";
import { evidenceWords } from "../words/evidence-words.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";
import { placeOf } from "./finding-line.js";

/** What was looked at, with what, and what was not. */
export function limits(assessment: Assessment, { items }: Detail): string {
  const { refuted } = standing(assessment);
  const lines = limitsOf(assessment).map((line) => `- ${markdownProse(line)}`);
  const shown = lines.slice(0, items === null ? lines.length : items + 5);
  if (lines.length > shown.length) shown.push(`- and ${count(lines.length - shown.length)} more`);
  return details("Evidence and limits", [shown.join("\n"), ...checked(assessment, refuted, items)].join("\n\n"), false);
}

/** Alarms that the rehearsal disproved stay visible: the next reader would raise them again. */
function checked(assessment: Assessment, refuted: readonly Finding[], items: number | null): string[] {
  if (refuted.length === 0) return [];
  const lines = refuted
    .slice(0, items ?? refuted.length)
    .map(
      (finding) =>
        `- ${markdownCode(finding.rule)} ${placeOf(assessment, finding)}: ${markdownProse(evidenceWords(finding).text, 300)}`,
    );
  const left = refuted.length - lines.length;
  return [
    [
      `Predicted, checked, and did not happen (${counted(refuted.length, "finding")}, none counts):\n`,
      ...lines,
      ...(left > 0 ? [`- and ${count(left)} more`] : []),
    ].join("\n"),
  ];
}

/** Exceptions that a comment in the SQL claims: never folded away, because somebody must agree with the reason. */
export function allowed(assessment: Assessment, { items }: Detail): string | null {
  const findings = standing(assessment).allowed;
  if (findings.length === 0) return null;
  const lines = findings
    .slice(0, items ?? findings.length)
    .map(
      (finding) =>
        `- ${markdownCode(finding.rule)} ${placeOf(assessment, finding)}: ${markdownProse(finding.message, 300)} **Reason given**: ${markdownProse(finding.suppressed?.reason ?? "", 300)}`,
    );
  const left = findings.length - lines.length;
  return ["### Allowed by a comment in the SQL", [...lines, ...(left > 0 ? [`- and ${count(left)} more`] : [])].join("\n")].join(
    "\n\n",
  );
}
