import type { Finding, Severity } from "../../model/finding.js";
import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";
import { visible } from "../escape/visible.js";
import { type Excerpt, excerpt } from "../facts/excerpt.js";
import { standing } from "../facts/standing.js";
import { counted } from "../words/count.js";
import { evidenceWords } from "../words/evidence-words.js";
import { HAZARD_NAME } from "../words/hazard-name.js";
import { characterWidth, displayWidth } from "./display-width.js";
import { labelled, type Page, paragraph, sqlLines } from "./page.js";
import type { Ink } from "./paint.js";

const SIGN: Readonly<Record<Severity, { sign: string; ink: Ink }>> = {
  error: { sign: "✗", ink: "error" },
  warning: { sign: "!", ink: "warning" },
  info: { sign: "·", ink: "note" },
};

const MOST_NOTES = 5;
const LABEL = { Seen: "seen", Predicted: "basis", Checked: "seen" } as const;

/** Findings by file, the file with the worst first, worst first within it. */
export function findings(page: Page): string[] {
  const files = new Map<string, Finding[]>();
  for (const finding of standing(page.assessment).open)
    files.set(finding.place.file, [...(files.get(finding.place.file) ?? []), finding]);
  const told = new Map<string, number>();
  return [...files].flatMap(([file, list]) => [
    "",
    page.paint("strong", clip(oneLine(file), page.width)),
    ...shownOf(page, list, told),
  ]);
}

/** All errors and warnings; of mere notes, the first few of a file. */
function shownOf(page: Page, list: readonly Finding[], told: Map<string, number>): string[] {
  const notes = list.filter(({ severity }) => severity === "info");
  const hidden = new Set(notes.slice(MOST_NOTES));
  const lines = list.filter((finding) => !hidden.has(finding)).flatMap((finding) => one(page, finding, told));
  return hidden.size === 0
    ? lines
    : [...lines, "", ...paragraph(page, 2, `and ${counted(hidden.size, "more note")} on this file; all are in the JSON report`)];
}

/** A fix that answers several findings is printed once. */
function one(page: Page, finding: Finding, told: Map<string, number>): string[] {
  const { paint } = page;
  const { sign, ink } = SIGN[finding.severity];
  const { label, text } = evidenceWords(finding);
  const found = excerpt(page.assessment, finding);
  const title = `${paint(ink, `${sign} ${finding.severity}: ${HAZARD_NAME[finding.hazard]}`)} ${paint("faint", oneLine(`L${finding.place.line} ${finding.rule}`))}`;
  return [
    "",
    `  ${title}`,
    ...paragraph(page, 4, finding.message),
    ...(found === null ? [] : pointed(page, found, ink)),
    ...labelled(page, `    ${LABEL[label]}`, 10, text, { label: "faint" }),
    ...labelled(page, "    fix", 10, finding.remedy, { label: "good" }),
    ...fixSql(finding, told),
  ];
}

function fixSql({ fix, place }: Finding, told: Map<string, number>): string[] {
  if (fix === null) return [];
  const before = told.get(fix.sql);
  if (before !== undefined) return [`          the SQL given above for L${before} answers this too`];
  told.set(fix.sql, place.line);
  return [
    ...sqlLines(fix.sql, "          "),
    ...(fix.verified
      ? [
          `          (parsed and rehearsed: the rule is silent on it${fix.proof === undefined ? "" : `; ${oneLine(visible(fix.proof.replace(/^rehearsed: /u, "")))}`})`,
        ]
      : []),
  ];
}

/** The line of the file with carets under what is meant; long lines are cut around it. */
function pointed({ width, paint }: Page, { line, text, from, to, until }: Excerpt, ink: Ink): string[] {
  const number = String(line);
  const room = width - 4 - number.length - 3;
  const indent = text.length - text.trimStart().length;
  const fits = text.length <= 2 * room && displayWidth(shown(text)) <= room;
  const start = !fits && from - indent > room / 2 ? Math.max(indent, from - Math.floor(room / 3)) : Math.min(indent, from);
  const before = shown(`${start > indent ? "…" : ""}${text.slice(start, from)}`);
  const marked = shown(text.slice(from, Math.min(to, from + room + 1)));
  const whole = cut(before + marked + shown(text.slice(to, to + room + 1)), room);
  const carets = "^".repeat(Math.max(1, Math.min(displayWidth(marked), room - displayWidth(before))));
  const gutter = (lead: string) => paint("faint", `    ${lead.padStart(number.length)} │ `);
  const tail = until === null ? "" : ` to line ${until}`;
  return [
    `${gutter(number)}${whole}`,
    `${gutter("")}${" ".repeat(displayWidth(before))}${paint(ink, carets)}${carets.length + displayWidth(before) + tail.length <= room ? tail : ""}`,
  ];
}

function shown(text: string): string {
  return visible(text).replace(/\s/gu, " ");
}

function cut(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  let line = "";
  let taken = 0;
  for (const character of text) {
    taken += characterWidth(character);
    if (taken > room - 1) break;
    line += character;
  }
  return `${line}…`;
}
