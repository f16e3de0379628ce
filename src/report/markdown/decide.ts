import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { decisionText } from "../words/decision-text.js";
import { markdownTable } from "./table.js";

export function decide(assessment: Pick<Assessment, "verdict" | "digest">): string | null {
  const { sentences, commands } = decisionText(assessment);
  if (sentences.length === 0) return null;
  const rows = commands.map(({ to, write, who }) => [to, markdownCode(write), markdownProse(who)]);
  const table = rows.length === 0 ? [] : [markdownTable(["To", "Write", "Who"], "<<<", rows)];
  return ["### Decide", sentences.map((sentence) => markdownProse(sentence)).join(" "), ...table].join("\n\n");
}
