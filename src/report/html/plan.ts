import type { Assessment } from "../../model/assessment.js";
import { planRows, readiness } from "../facts/plan-rows.js";
import { dataTable } from "./data-table.js";
import { html } from "./markup.js";
import { prose } from "./prose.js";
import { type Section, section } from "./section.js";
import { signTag } from "./tag.js";

const WORD = { good: "clear", bad: "held", open: "not run" } as const;

/** Each migration with its phase, how long it takes, its way back, and what holds it. */
export function plan(assessment: Assessment): Section | null {
  const rows = planRows(assessment);
  if (rows.length === 0) return null;
  return section(
    "plan",
    "Whole plan",
    html`<p>${prose(readiness(assessment))}</p>\n`,
    dataTable({
      caption: "Migrations in the order in which they run",
      columns: [
        { head: "Migration" },
        { head: "State", kind: "short" },
        { head: "Phase" },
        { head: "Takes" },
        { head: "Way back" },
        { head: "Held by" },
      ],
      rows: rows.map(({ sign, migration, phase, takes, back, blockers }) => [
        prose(migration),
        signTag(sign, WORD[sign]),
        phase,
        takes,
        prose(back),
        prose(blockers),
      ]),
    }),
  );
}
