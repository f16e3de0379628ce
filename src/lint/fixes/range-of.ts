import type { Place } from "../../model/place.js";

/** The offsets of a place in the text of its file, in UTF-16 units; null where the text has no such line. */
export function rangeOf(place: Place, text: string): { readonly start: number; readonly end: number } | null {
  const start = offsetOf(place.line, place.column, text);
  const end = offsetOf(place.endLine, place.endColumn, text);
  return start === null || end === null ? null : { start, end };
}

function offsetOf(line: number, column: number, text: string): number | null {
  // Editors do not show a byte order mark, so it takes up no column.
  let at = text.startsWith("\ufeff") ? 1 : 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf("\n", at);
    if (next < 0) return null;
    at = next + 1;
  }
  return at + column - 1;
}
