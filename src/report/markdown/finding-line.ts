import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { shortPath } from "../facts/short-path.js";
import { evidenceSentence } from "../words/evidence-words.js";
import { HAZARD_NAME } from "../words/hazard-name.js";
import { SEVERITY_SIGN } from "./signs.js";

/** Sign, hazard, what happens, what stands behind it: fits a list and a table cell. */
export function findingLine(finding: Finding): string {
  const { severity, hazard, message } = finding;
  return `${SEVERITY_SIGN[severity]} **${HAZARD_NAME[hazard]}**: ${markdownProse(message, 600)} *${markdownProse(evidenceSentence(finding), 400)}*`;
}

/** `db/0007.sql` L12. */
export function placeOf(assessment: Assessment, { place }: Pick<Finding, "place">): string {
  return `${markdownCode(shortPath(assessment, place.file))} L${place.line}`;
}
