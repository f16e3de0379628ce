import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { worstSentences } from "../facts/worst-sentences.js";

/** The one or two sentences that decide, in a box that nobody overlooks. */
export function caution(assessment: Assessment): string | null {
  if (assessment.verdict.decision === "pass") return null;
  const sentences = worstSentences(assessment);
  if (sentences.length === 0) return null;
  const lines = sentences.map(
    ({ claim, proof }) => `> **${markdownProse(claim, 400)}**${proof === null ? "" : ` ${markdownProse(proof, 300)}`}`,
  );
  return `> [!CAUTION]\n${lines.join("\n>\n")}`;
}
