import { clip } from "./clip.js";
import { markdownCode } from "./markdown-code.js";
import { oneLine } from "./one-line.js";

/**
 * A sentence as Markdown, on one line. Pairs of back-ticks stay code; a word that GitHub would turn into a mention,
 * a reference, a link, an emoji or a formula becomes code; the rest is escaped, also at the start of a line.
 */
export function markdownProse(text: string, max = 1_000): string {
  const pieces = clip(oneLine(text), max).split(/`([^`]+)`/u);
  const joined = pieces.map((piece, at) => (at % 2 === 1 ? markdownCode(piece) : words(piece))).join("");
  return joined.replace(/^(\d+)([.)])/u, "$1\\$2").replace(/^([-+=])/u, "\\$1");
}

/** GitHub looks for these after Markdown was rendered, so that a backslash does not stop it; only code does. */
const TURNS_INTO_SOMETHING = /[@#$`|\\~^]|:\/\/|www\.|:[\w+-]+:|\bGH-\d/iu;
const COMMIT = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,40}$/u;

function words(text: string): string {
  return text
    .split(" ")
    .map((word) => (TURNS_INTO_SOMETHING.test(word) || COMMIT.test(word) ? markdownCode(word, 1_000) : escapeWord(word)))
    .join(" ");
}

function escapeWord(word: string): string {
  return word
    .replace(/&/gu, "&amp;")
    .replace(/</gu, "&lt;")
    .replace(/>/gu, "&gt;")
    .replace(/[*_[\]]/gu, "\\$&");
}
