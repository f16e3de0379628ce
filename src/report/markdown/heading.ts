import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { type Headline, headline } from "../facts/headline.js";

const SIGN: Readonly<Record<Headline["state"], string>> = { safe: "✅", held: "⛔", blocked: "⛔", unknown: "🛑" };

export function heading(assessment: Assessment): string {
  const { state, parts } = headline(assessment);
  return `## ${SIGN[state]} ${parts.map((part) => markdownProse(part, 200)).join(" · ")}`;
}
