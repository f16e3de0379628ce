import { promiseRows, promiseSummary } from "../facts/promise-rows.js";
import { labelled, type Page, paragraph } from "./page.js";

const SIGN = { good: "  ✓", bad: "  ✗", open: "  ?" } as const;
const INK = { good: "good", bad: "error", open: "warning" } as const;

/** What the team promised, and what was found instead. */
export function promises(page: Page): string[] {
  const rows = promiseRows(page.assessment);
  if (rows.length === 0) return [];
  const lines = rows.flatMap(({ sign, title, moment, expected, found, isWarning }) => [
    ...labelled(page, SIGN[sign], 4, `${title}${isWarning ? " (warning)" : ""}`, { label: INK[sign] }),
    ...paragraph(page, 6, `${moment}: expected ${expected}; found ${found}`, sign === "good" ? undefined : INK[sign]),
  ]);
  return ["", page.paint("strong", `Promises: ${promiseSummary(page.assessment)}`), ...lines];
}
