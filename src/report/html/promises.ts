import type { Assessment } from "../../model/assessment.js";
import { promiseRows, promiseSummary } from "../facts/promise-rows.js";
import { dataTable } from "./data-table.js";
import { html } from "./markup.js";
import { type Section, section } from "./section.js";
import { signTag } from "./tag.js";

const WORD = { good: "kept", bad: "broken", open: "untested" } as const;

/** What the team promised of the change, and what the rehearsal found. */
export function promises(assessment: Assessment): Section | null {
  const rows = promiseRows(assessment);
  if (rows.length === 0) return null;
  return section(
    "promises",
    "Promises",
    html`<p>What the team promised of this change, asked on the rehearsal databases: ${promiseSummary(assessment)}.</p>\n`,
    dataTable({
      caption: "Promises, worst first",
      columns: [
        { head: "Promise" },
        { head: "Result", kind: "short" },
        { head: "When" },
        { head: "Expected" },
        { head: "Found" },
      ],
      rows: rows.map(({ sign, title, asked, moment, expected, found, isWarning }) => [
        html`${title}${asked === null ? null : html`<br><code>${asked}</code>`}`,
        html`${signTag(sign, WORD[sign])}${isWarning ? " warning" : null}`,
        moment,
        expected,
        found,
      ]),
    }),
  );
}
