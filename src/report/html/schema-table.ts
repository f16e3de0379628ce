import type { SchemaDifference } from "../../model/rehearsal.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";

/** Objects that differ, with both definitions. */
export function schemaTable(
  caption: string,
  [before, after]: readonly [string, string],
  differences: readonly SchemaDifference[],
): Markup {
  return dataTable({
    caption,
    columns: [{ head: "Object" }, { head: "Kind" }, { head: before }, { head: after }],
    rows: differences.map((each) => [html`<code>${each.object}</code>`, each.kind, side(each.before), side(each.after)]),
  });
}

function side(definition: string | null): Markup {
  return definition === null
    ? html`<span class="quiet">absent</span>`
    : html`<code>${definition === "" ? "present" : definition}</code>`;
}
