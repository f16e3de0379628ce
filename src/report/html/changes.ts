import type { Assessment } from "../../model/assessment.js";
import type { Rehearsal, RowDifference, SchemaDifference } from "../../model/rehearsal.js";
import { count, counted } from "../words/count.js";
import { ofKind } from "../words/kinds.js";
import { relation } from "../words/name.js";
import { dataTable } from "./data-table.js";
import { guarantees } from "./guarantees.js";
import { html, type Markup } from "./markup.js";
import { prose } from "./prose.js";
import { rowsChanged } from "./rows-changed.js";
import { schemaTable } from "./schema-table.js";
import { type Section, section } from "./section.js";

const MOST_TABLES = 12;

/** Side by side: what the rehearsal saw change, and what it looked at and found as before. */
export function changes(assessment: Assessment): Section | null {
  const { rehearsal } = assessment;
  if (rehearsal === null) return null;
  const kept = guarantees(assessment);
  return section(
    "changes",
    "What changes and what does not",
    html`<div class="sides">
<div class="side"><h3>Changes</h3>${list([...byKind(rehearsal.schemaChanges), ...rows(rehearsal)], "No difference seen in schema or rows.")}</div>
<div class="side"><h3>Does not change</h3>${list(
      kept.map(({ claim, proof }) => html`${prose(claim)} <span class="proof">${prose(proof)}</span>`),
      "Nothing was proven to stay as it is.",
    )}</div>
</div>
`,
    detail(rehearsal.schemaChanges, rehearsal.rowChanges),
  );
}

function list(lines: readonly Markup[], none: string): Markup {
  return lines.length === 0 ? html`<p>${none}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>`;
}

/** `new: 4 tables`, `altered: 2 columns`, `dropped: 1 index`. */
function byKind(differences: readonly SchemaDifference[]): Markup[] {
  const groups = new Map<string, Map<string, number>>();
  for (const { kind, before, after } of differences) {
    const verb = before === null ? "New" : after === null ? "Gone" : "Altered";
    const kinds = groups.get(verb) ?? new Map<string, number>();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    groups.set(verb, kinds);
  }
  return ["New", "Altered", "Gone"].flatMap((verb) => {
    const kinds = [...(groups.get(verb) ?? [])].map(([kind, number]) => ofKind(number, kind));
    return kinds.length === 0 ? [] : [html`${verb}: ${kinds.join(", ")}`];
  });
}

function rows(rehearsal: Rehearsal): Markup[] {
  const all = rowsChanged(rehearsal);
  const shown = all.slice(0, MOST_TABLES).map(({ relation: key, words }) => prose(`Rows of ${relation(key)}: ${words}`));
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [html`Rows of ${counted(more, "more table")}`] : [])];
}

function detail(schema: readonly SchemaDifference[], all: readonly RowDifference[]): Markup | null {
  if (schema.length === 0 && all.length === 0) return null;
  return html`<details><summary>Object by object: ${counted(schema.length, "object")}, rows of ${counted(all.length, "table")}</summary>
${schema.length === 0 ? null : schemaTable("Objects before and after the change", ["Before", "After"], schema)}${all.length === 0 ? null : rowTable(all)}</details>
`;
}

function rowTable(all: readonly RowDifference[]): Markup {
  return dataTable({
    caption: "Rows in tables that existed before",
    columns: [
      { head: "Table" },
      { head: "Rows before", kind: "number" },
      { head: "Rows after", kind: "number" },
      { head: "Columns with other values" },
    ],
    rows: all.map(({ table, rowsBefore, rowsAfter, columns }) => [
      table,
      amount(rowsBefore),
      amount(rowsAfter),
      columns.join(", "),
    ]),
  });
}

function amount(rows: number | null): string {
  return rows === null ? "no table" : count(rows);
}
