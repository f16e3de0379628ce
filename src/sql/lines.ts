import type { Place } from "../model/place.js";

const BYTE_ORDER_MARK = "\ufeff";

/** Turns offsets of one file's text (UTF-16 units) into places. Lines end at `\n`, so `\r\n` needs no care. */
export class Lines {
  private readonly starts: number[] = [0];
  /** Editors do not show a byte order mark, so it takes up no column. */
  private readonly mark: number;

  constructor(
    private readonly file: string,
    text: string,
    /** Line, from 1, of text that stands in no file as it is; places then are whole lines. */
    private readonly recordedAt: ((offset: number) => number) | null = null,
  ) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
    this.mark = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  }

  /** `end` is exclusive. */
  place(start: number, end: number): Place {
    if (this.recordedAt !== null) {
      const line = this.recordedAt(start);
      return { file: this.file, line, column: 1, endLine: line, endColumn: 1 };
    }
    const from = this.position(start);
    const to = this.position(Math.max(start, end));
    return { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** Line of an offset, from 0. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private position(offset: number): { line: number; column: number } {
    const line = this.lineOf(offset);
    const column = offset - (this.starts[line] ?? 0) + 1;
    return { line: line + 1, column: line === 0 ? Math.max(1, column - this.mark) : column };
  }
}
