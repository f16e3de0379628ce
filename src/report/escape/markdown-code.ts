import { clip } from "./clip.js";
import { oneLine } from "./one-line.js";

/** Back-ticks and pipes need rules of their own inside table cells, and `<!--` could pass for our marker: entities have no rules. */
const NEEDS_ENTITIES = /[`|\\]|<!|-->/u;

/** A code span that holds in running text and in a table cell alike. Nothing in it becomes a link, a mention or a tag. */
export function markdownCode(text: string, max = 300): string {
  const line = clip(oneLine(text), max);
  if (line === "") return "`(empty)`";
  if (!NEEDS_ENTITIES.test(line)) return `\`${line}\``;
  return `<code>${line.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}
