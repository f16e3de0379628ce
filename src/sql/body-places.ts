import type { Place } from "../model/place.js";
import type { BodyQuery } from "./plpgsql-body.js";
import type { Source, Token } from "./source.js";

export type Locate = (start: number, end: number) => Place;

/** Finds where the SQL of a quoted body stands in the file. */
export class BodyPlaces {
  private readonly bodyStart: number;
  /** The text between the quotes. */
  readonly body: string;
  private readonly lineStarts: number[] = [0];
  /** Where the last query was found: equal texts on one line are told apart by order. */
  private reached = 0;

  constructor(
    private readonly source: Source,
    quoted: Token,
  ) {
    const written = source.text.slice(quoted.start, quoted.end);
    const opening = /^(?:\$[^$]*\$|[eE]?')/u.exec(written)?.[0] ?? "";
    this.bodyStart = quoted.start + opening.length;
    this.body = source.text.slice(this.bodyStart, quoted.end - (quoted.kind === "dollar" ? opening.length : 1));
    for (let at = this.body.indexOf("\n"); at >= 0; at = this.body.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  /** The place of a line of the body; of the whole statement when nothing stands in that line. */
  line(line: number): Place {
    const start = this.lineStart(line);
    const end = this.body.indexOf("\n", start);
    const content = this.body.slice(start, end < 0 ? this.body.length : end);
    if (content.trim() === "") return this.source.place();
    const indent = content.length - content.trimStart().length;
    const from = this.bodyStart + start + indent;
    return this.source.place(from, from + content.trim().length);
  }

  /** The word that a parser names in its complaint, where it stands once in the body; else the first line. */
  complaint(message: string): Place {
    const word = /at or near "(.+)"$/u.exec(message)?.[1];
    const found = word === undefined ? -1 : this.body.indexOf(word);
    if (word === undefined || found < 0 || this.body.indexOf(word, found + 1) >= 0) return this.line(1);
    return this.source.place(this.bodyStart + found, this.bodyStart + found + word.length);
  }

  /** The place of a range of the body. */
  at(start: number, end: number): Place {
    return this.source.place(this.bodyStart + start, this.bodyStart + end);
  }

  /** How offsets in a query's text turn into places. */
  locate(query: BodyQuery): Locate {
    const from = Math.max(this.lineStart(query.line), this.reached);
    // PERFORM reads SELECT in the tree, and an INTO clause reads as spaces.
    const known = query.kind === "perform" ? query.text.slice("SELECT".length) : query.text;
    const sign = known.split(/ {4}|\n/u)[0] ?? known;
    const found = this.body.indexOf(sign, from);
    if (found < 0) return () => this.line(query.line);
    this.reached = found + sign.length;
    const start = this.bodyStart + found;
    if (query.kind === "expression") return () => this.source.place(start, start + known.length);
    if (query.kind === "static") return (a, b) => this.source.place(start + a, start + b);
    const select = "SELECT".length;
    const back = (at: number) => (at < select ? start - "PERFORM".length : start + at - select);
    return (a, b) => this.source.place(back(a), back(b));
  }

  private lineStart(line: number): number {
    return this.lineStarts[Math.min(line, this.lineStarts.length) - 1] ?? 0;
  }
}
