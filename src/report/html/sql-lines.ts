import type { Place } from "../../model/place.js";
import type { Statement } from "../../model/statement.js";
import { counted } from "../words/count.js";
import { html, type Markup } from "./markup.js";

/** Lines shown around the place where a statement is longer than this. */
const MOST = 24;

/** A statement with the line numbers of its file, the lines of `place` marked. */
export function sqlLines({ text, place: own }: Pick<Statement, "text" | "place">, place: Place): Markup {
  const lines = text.split(/\r?\n/u);
  const from = lines.length <= MOST ? 0 : Math.max(0, Math.min(place.line - own.line - 4, lines.length - MOST));
  const to = Math.min(lines.length, from + MOST);
  const shown = lines
    .slice(from, to)
    .map((line, at) => oneLine(line, own.line + from + at, place, from + at === 0 ? own.column : 1));
  return html`<pre tabindex="0"><code>${from > 0 ? gap(from) : null}${shown}${to < lines.length ? gap(lines.length - to) : null}</code></pre>
`;
}

/** SQL to paste, with no numbers in the way. */
export function sqlBlock(sql: string): Markup {
  return html`<pre tabindex="0"><code class="plain">${sql
    .trim()
    .split(/\r?\n/u)
    .map((line) => html`<span class="line">${line}\n</span>`)}</code></pre>
`;
}

function gap(lines: number): Markup {
  return html`<span class="gap">… ${counted(lines, "line")}\n</span>`;
}

function oneLine(text: string, number: number, place: Place, firstColumn: number): Markup {
  const inside = place.line <= number && number <= place.endLine;
  const from = inside && number === place.line ? clamp(place.column - firstColumn, text) : 0;
  const to = inside && number === place.endLine ? clamp(place.endColumn - firstColumn, text) : text.length;
  const marked = inside && to > from ? html`${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}` : text;
  return html`<span class="line"><i>${number}</i>${marked}\n</span>`;
}

function clamp(column: number, text: string): number {
  return Math.min(Math.max(0, column), text.length);
}
