import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { headline } from "../facts/headline.js";
import { headingSign } from "./heading-sign.js";

/** `before` must be escaped already. */
export function heading(assessment: Assessment, before = ""): string {
  const { state, parts } = headline(assessment);
  return `## ${headingSign(state)} ${before}${parts.map((part) => markdownProse(part, 200)).join(" · ")}`;
}
