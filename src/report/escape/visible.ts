/**
 * Makes hidden characters seen: controls, bidirectional marks, zero-width and lone surrogates become `\u202e`.
 * Tabs and line feeds stay; CRLF becomes a line feed.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/gu, "\n").replace(HIDDEN, codePoint);
}

/** Fillers that are letters to Unicode, yet blank on screen, stand behind the general categories. */
const HIDDEN = /(?![\t\n])(?:[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5)/gu;

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}
