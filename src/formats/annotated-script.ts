import type { Range } from "./keep-ranges.js";
import { type Line, linesOf } from "./lines.js";

/** What one direction of a file with `Up`, `Down`, `StatementBegin` and `StatementEnd` comments holds. */
export interface AnnotatedSection {
  /** Lines that belong to it, without the annotations. */
  readonly ranges: readonly Range[];
  /** What the tool sends at once, in order; together they cover the section. */
  readonly pieces: readonly Range[];
  /** Words behind `Up` or `Down`. */
  readonly options: string;
  /** Why the tool refuses it, as the end of a sentence; null when it does not. */
  readonly fault: string | null;
}

export interface AnnotatedScript {
  readonly up: AnnotatedSection | null;
  readonly down: AnnotatedSection | null;
  /** Annotations that concern the whole file, such as `NO TRANSACTION`. */
  readonly notes: readonly string[];
  /** There is SQL above the first annotation. */
  readonly strayLine: boolean;
}

/**
 * Splits as goose and sql-migrate do: a statement ends at a line whose last word before a comment ends with a semicolon,
 * dollar quotes or not, unless StatementBegin … StatementEnd hold it together.
 */
export function readAnnotated(text: string, annotation: RegExp): AnnotatedScript {
  const sections = { up: new SectionReader(), down: new SectionReader() };
  const preamble: Line[] = [];
  const notes: string[] = [];
  let current: SectionReader | null = null;
  for (const line of linesOf(text)) {
    const command = annotation.exec(line.text)?.[1]?.trim();
    const direction = /^(up|down)\b\s*(.*)$/iu.exec(command ?? "");
    if (direction !== null) {
      current?.close(line.start);
      current = direction[1]?.toLowerCase() === "up" ? sections.up : sections.down;
      current.begin(line, direction[2] ?? "");
    } else if (command !== undefined) {
      current?.annotate(command, line);
      notes.push(command);
    } else if (current === null) preamble.push(line);
    else current.take(line);
  }
  current?.close(text.length);
  // Comments above the first annotation address the file: they stay in sight of whoever reads the way forth.
  sections.up.prepend(preamble);
  return {
    up: sections.up.result(),
    down: sections.down.result(),
    notes,
    strayLine: preamble.some((line) => !isCommentOrBlank(line.text)),
  };
}

class SectionReader {
  private found = false;
  private readonly ranges: Range[] = [];
  private readonly pieces: { start: number; end: number }[] = [];
  private pieceStart = 0;
  private open = false;
  private inBlock = false;
  private options = "";
  private fault: string | null = null;

  begin(line: Line, options: string): void {
    this.found = true;
    this.options += ` ${options}`;
    this.pieceStart = line.end;
  }

  prepend(preamble: readonly Line[]): void {
    if (this.found) this.ranges.unshift(...preamble);
  }

  annotate(command: string, line: Line): void {
    if (/^StatementBegin$/iu.test(command)) this.inBlock = true;
    if (!/^StatementEnd$/iu.test(command) || !this.inBlock) return;
    this.inBlock = false;
    this.endPiece(line.start);
  }

  take(line: Line): void {
    this.ranges.push({ start: line.start, end: line.end });
    if (!this.open && isCommentOrBlank(line.text)) return;
    this.open = true;
    if (!this.inBlock && endsWithSemicolon(line.text)) this.endPiece(line.end);
  }

  /** At the next direction or the end of the file. What follows the last piece is comments, unless a semicolon is missing. */
  close(end: number): void {
    if (this.inBlock) this.fault = "a StatementBegin has no StatementEnd";
    else if (this.open) this.fault = "its last statement has no semicolon at the end of a line";
    const last = this.pieces.at(-1);
    if (this.open || last === undefined) this.endPiece(end);
    else last.end = end;
    this.inBlock = false;
  }

  result(): AnnotatedSection | null {
    const { ranges, pieces, options, fault } = this;
    return this.found ? { ranges, pieces: pieces.filter(({ start, end }) => end > start), options, fault } : null;
  }

  private endPiece(end: number): void {
    this.pieces.push({ start: this.pieceStart, end });
    this.pieceStart = end;
    this.open = false;
  }
}

function isCommentOrBlank(line: string): boolean {
  return /^\s*(--|$)/u.test(line);
}

function endsWithSemicolon(line: string): boolean {
  const words = line.split(/\s+/u).filter((word) => word !== "");
  const comment = words.findIndex((word) => word.startsWith("--"));
  return (comment < 0 ? words : words.slice(0, comment)).at(-1)?.endsWith(";") ?? false;
}
