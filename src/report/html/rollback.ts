import type { Assessment } from "../../model/assessment.js";
import type { RowDifference } from "../../model/rehearsal.js";
import { rollbackChecks } from "../facts/rollback-checks.js";
import { wayBack } from "../facts/way-back.js";
import { writtenWayBack } from "../facts/written-way-back.js";
import { count } from "../words/count.js";
import { bareRelation } from "./bare-relation.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";
import { prose } from "./prose.js";
import { schemaTable } from "./schema-table.js";
import { type Section, section } from "./section.js";
import { sqlBlock } from "./sql-lines.js";
import { signTag } from "./tag.js";

/** Up, down, up again, each compared with what was there before. */
export function rollback(assessment: Assessment): Section | null {
  const { rehearsal } = assessment;
  if (rehearsal === null) return null;
  const { differences, rows, destroys } = rehearsal.rollback;
  const back = wayBack(assessment);
  return section(
    "rollback",
    "Way back",
    html`<p>${signTag(back.sign)} ${prose(back.sentence)}</p>\n`,
    checks(assessment),
    destroys.length === 0
      ? null
      : html`<h3>Going back destroys</h3><ul>${destroys.map((each) => html`<li>${prose(each)}</li>`)}</ul>\n`,
    differences.length === 0
      ? null
      : schemaTable("Schema before the change, and after going back", ["Before", "After going back"], differences),
    rows.length === 0 ? null : rowTable(rows),
    offered(assessment),
  );
}

function checks(assessment: Assessment): Markup | null {
  const all = rollbackChecks(assessment);
  if (all.length === 0) return null;
  return dataTable({
    caption: "Each was tried on the rehearsal server",
    columns: [{ head: "Check" }, { head: "Result" }, { head: "What was seen" }],
    rows: all.map(({ check, sign, sentence }) => [check, signTag(sign), prose(sentence)]),
  });
}

function rowTable(rows: readonly RowDifference[]): Markup {
  const amount = (number: number | null) => (number === null ? "no table" : count(number));
  return dataTable({
    caption: "Rows before the change, and after going back",
    columns: [
      { head: "Table" },
      { head: "Rows before", kind: "number" },
      { head: "Rows after", kind: "number" },
      { head: "Columns with lost or other values" },
    ],
    rows: rows.map(({ table, rowsBefore, rowsAfter, columns }) => [
      bareRelation(table),
      amount(rowsBefore),
      amount(rowsAfter),
      columns.join(", "),
    ]),
  });
}

function offered(assessment: Assessment): Markup | null {
  const written = writtenWayBack(assessment);
  if (written === null) return null;
  return html`<h3>A way back, written for you</h3><p>${prose(written.sentence)}</p>\n${written.sql === null ? null : sqlBlock(written.sql)}`;
}
