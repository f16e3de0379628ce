import type { Assessment } from "../../model/assessment.js";
import { terminalProse } from "../escape/terminal-prose.js";
import { visible } from "../escape/visible.js";
import { displayWidth } from "./display-width.js";
import type { Ink, Paint } from "./paint.js";
import { wrap } from "./wrap.js";

/** Where a terminal report is laid out: its width, its colors, and the assessment it tells of. */
export interface Page {
  readonly assessment: Assessment;
  readonly width: number;
  readonly paint: Paint;
}

/** A label, then wrapped text with a hanging indent. `label` is padded to `indent` columns. */
export function labelled(
  { width, paint }: Page,
  label: string,
  indent: number,
  text: string,
  inks: { label?: Ink; text?: Ink } = {},
): string[] {
  const room = Math.max(20, width - indent);
  return wrap(terminalProse(text), room).map((line, at) => {
    const lead = at === 0 ? padded(paint, label, indent, inks.label) : " ".repeat(indent);
    return `${lead}${inks.text === undefined ? line : paint(inks.text, line)}`;
  });
}

function padded(paint: Paint, label: string, indent: number, ink: Ink | undefined): string {
  const trimmed = label.trimStart();
  const lead = " ".repeat(label.length - trimmed.length);
  const gap = " ".repeat(Math.max(0, indent - displayWidth(label)));
  return `${lead}${ink === undefined ? trimmed : paint(ink, trimmed)}${gap}`;
}

export function paragraph(page: Page, indent: number, text: string, ink?: Ink): string[] {
  return labelled(page, "", indent, text, ink === undefined ? {} : { text: ink });
}

/** SQL line by line, never wrapped: it is there to be copied. */
export function sqlLines(sql: string, lead: string): string[] {
  return visible(sql)
    .trim()
    .split("\n")
    .map((line) => `${lead}${line.replace(/\t/gu, "  ").trimEnd()}`.trimEnd());
}
