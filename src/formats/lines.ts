export interface Line {
  /** Without its line end and without a leading byte order mark. */
  readonly text: string;
  /** Range of the whole line in UTF-16 units, its line end included. */
  readonly start: number;
  readonly end: number;
}

/** The lines of a text with where they stand. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, end).replace(/\r?\n$/u, "");
    lines.push({ text: start === 0 ? line.replace(/^\uFEFF/u, "") : line, start, end });
    start = end;
  }
  return lines;
}
