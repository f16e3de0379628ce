import type { Assessment } from "../../model/assessment.js";
import { type ImpactLine, impactLines, impactNotes } from "../facts/impacts.js";
import { statementHead } from "../words/statement-head.js";
import { dataTable } from "./data-table.js";
import { html, type Insertion } from "./markup.js";
import { prose } from "./prose.js";
import { type Section, section } from "./section.js";

/** What production will feel, worst first. */
export function impacts(assessment: Assessment): Section | null {
  const lines = impactLines(assessment);
  if (lines.length === 0) return null;
  return section(
    "production",
    "In production, estimated",
    dataTable({
      caption: "Estimated cost in production, the longest first",
      columns: [{ head: "Statement" }, { head: "Takes" }, { head: "Meanwhile" }, { head: "Needs" }, { head: "Measured here" }],
      rows: lines.map(cells),
    }),
    html`<ul>${impactNotes(assessment).map((note) => html`<li>${prose(note)}</li>\n`)}</ul>\n`,
  );
}

function cells({ impact, statement, time, rows, waits, space, measured }: ImpactLine): Insertion[] {
  const place = statement === null ? `statement ${impact.statement + 1}` : `L${statement.place.line}`;
  const head = statement === null ? "" : html` <code>${statementHead(statement.text, 60)}</code>`;
  return [
    html`${impact.phase === "down" ? "way back " : ""}${place}${head}`,
    html`<b>${time}</b> ${prose(rows)}`,
    prose(waits),
    prose(space ?? "little"),
    prose(measured),
  ];
}
