import { html, type Insertion, type Markup } from "./markup.js";

export interface Column {
  readonly head: string;
  /** Numbers stand flush right, so that they compare by eye; what is short stays on one line. */
  readonly kind?: "number" | "short";
}

interface DataTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Insertion[])[];
}

/** A table that scrolls by itself, by keyboard too, with its head in sight. */
export function dataTable({ caption, columns, rows }: DataTable): Markup {
  const heads = columns.map(({ head, kind }) => html`<th scope="col"${classOf(kind)}>${head}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, at) =>
        at === 0 ? html`<th scope="row">${cell}</th>` : html`<td${classOf(columns[at]?.kind)}>${cell}</td>`,
      )}</tr>\n`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption><span>${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}

function classOf(kind: Column["kind"]): Markup | null {
  return kind === undefined ? null : html` class="${kind}"`;
}
