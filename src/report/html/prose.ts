import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";
import { html, type Markup } from "./markup.js";

/** A sentence on one line, in which pairs of back-ticks are code. */
export function prose(text: string, max = 2_000): Markup {
  const pieces = clip(oneLine(text), max).split(/`([^`]+)`/u);
  return html`${pieces.map((piece, at) => (at % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`))}`;
}
