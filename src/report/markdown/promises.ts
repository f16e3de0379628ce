import type { Assessment } from "../../model/assessment.js";
import { markdownProse } from "../escape/markdown-prose.js";
import { promiseRows, promiseSummary } from "../facts/promise-rows.js";
import { count } from "../words/count.js";
import type { Detail } from "./detail.js";
import { details } from "./details.js";
import { markdownTable } from "./table.js";

const SIGN = { good: "✅", bad: "❌", open: "❔" } as const;

/** What the team promised of the change, and what the rehearsal found. Open whenever one is not kept. */
export function promises(assessment: Assessment, { items }: Detail): string | null {
  const all = promiseRows(assessment);
  if (all.length === 0) return null;
  const shown = all.slice(0, items ?? all.length);
  const rows = shown.map(({ sign, title, moment, expected, found, isWarning }) => [
    SIGN[sign],
    `${markdownProse(title, 160)}${isWarning ? " (warning)" : ""}`,
    moment,
    markdownProse(expected, 160),
    markdownProse(found, 300),
  ]);
  const left = all.length - shown.length;
  const body = [
    markdownTable(["", "Promise", "When", "Expected", "Found"], "<<<<<", rows),
    ...(left > 0 ? [`and ${count(left)} more`] : []),
  ];
  const open = all.some(({ sign }) => sign !== "good");
  return details(`<b>Promises</b>: ${promiseSummary(assessment)}`, body.join("\n\n"), open);
}
