export type TokenKind = "word" | "quoted" | "string" | "dollar" | "number" | "symbol" | "backslash" | "comment" | "end";

const SPACE = /[ \t\n\r\f\v]/;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
/** A string goes on after white space with a line break in it (PostgreSQL manual, 4.1.2.1 String Constants). */
const CONTINUATION = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads Postgres tokens one after the other, by the rules of psql's scanner (psqlscan.l). Symbols are single
 * characters. Nothing is allocated: the current token is in `kind`, `start` and `end`.
 */
export class Lexer {
  kind: TokenKind = "end";
  start = 0;
  end: number;
  /** What is unterminated, when the current token runs to the end of the text for want of its closing part. */
  problem: string | null = null;

  constructor(
    readonly source: string,
    from = 0,
    readonly limit = source.length,
  ) {
    this.end = from;
  }

  /** Moves on. False at the end. */
  next(): boolean {
    let at = this.end;
    while (at < this.limit && this.isSpace(at)) at++;
    this.start = at;
    this.problem = null;
    if (at >= this.limit) {
      this.kind = "end";
      this.end = this.limit;
      return false;
    }
    this.read(at);
    if (this.end > this.limit) this.end = this.limit;
    return true;
  }

  /** The current token in upper case when it is a bare word, else "". */
  word(): string {
    return this.kind === "word" ? this.source.slice(this.start, this.end).toUpperCase() : "";
  }

  private isSpace(at: number): boolean {
    const code = this.source.charCodeAt(at);
    return code === 32 || (code >= 9 && code <= 13) || (code === BYTE_ORDER_MARK && at === 0);
  }

  private read(at: number): void {
    const code = this.source.charCodeAt(at);
    if (isWordStart(code)) this.readWord(at, code);
    else if (code === 39) this.readString(at, at + 1, false);
    else if (code === 34) this.readQuoted(at);
    else if (code === 45 && this.source.charCodeAt(at + 1) === 45) this.finish("comment", lineEnd(this.source, at, this.limit));
    else if (code === 47 && this.source.charCodeAt(at + 1) === 42) this.readBlockComment(at);
    else if (code === 36) this.readDollar(at);
    else if (isDigit(code) || startsFraction(this.source, at)) this.readNumber(at);
    else this.finish(code === 92 ? "backslash" : "symbol", at + 1);
  }

  private finish(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  private unterminated(kind: TokenKind, what: string): void {
    this.problem = `unterminated ${what}`;
    this.finish(kind, this.limit);
  }

  private readWord(at: number, code: number): void {
    let end = at + 1;
    while (end < this.limit && isWordPart(this.source.charCodeAt(end))) end++;
    const next = this.source.charCodeAt(end);
    if (next === 39 && end === at + 1 && (code === 69 || code === 101)) this.readString(at, end + 1, true);
    else this.finish("word", end);
  }

  private readString(start: number, from: number, escapes: boolean): void {
    let at = from;
    for (;;) {
      const close = this.closingQuote(at, escapes);
      if (close < 0) {
        this.unterminated("string", "quoted string");
        return;
      }
      if (this.source.charCodeAt(close + 1) === 39 && close + 1 < this.limit) {
        at = close + 2;
        continue;
      }
      this.start = start;
      this.finish("string", close + 1);
      if (!escapes) return;
      CONTINUATION.lastIndex = close + 1;
      const continued = CONTINUATION.exec(this.source);
      if (continued === null || CONTINUATION.lastIndex > this.limit) return;
      at = CONTINUATION.lastIndex;
    }
  }

  /** Index of the next single quote that no backslash escapes; -1 when there is none. */
  private closingQuote(from: number, escapes: boolean): number {
    if (!escapes) {
      const found = this.source.indexOf("'", from);
      return found >= this.limit ? -1 : found;
    }
    for (let at = from; at < this.limit; at++) {
      const code = this.source.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 39) return at;
    }
    return -1;
  }

  private readQuoted(start: number): void {
    for (let at = start + 1; ; at += 2) {
      at = this.source.indexOf('"', at);
      if (at < 0 || at >= this.limit) {
        this.unterminated("quoted", "quoted identifier");
        return;
      }
      if (this.source.charCodeAt(at + 1) !== 34 || at + 1 >= this.limit) {
        this.finish("quoted", at + 1);
        return;
      }
    }
  }

  /** Block comments nest (PostgreSQL manual, 4.1.5). */
  private readBlockComment(start: number): void {
    let depth = 1;
    let at = start + 2;
    for (; at < this.limit && depth > 0; at++) {
      const pair = this.source.startsWith("/*", at) ? 1 : this.source.startsWith("*/", at) ? -1 : 0;
      depth += pair;
      if (pair !== 0) at++;
    }
    if (depth > 0) this.unterminated("comment", "/* comment");
    else this.finish("comment", at);
  }

  private readDollar(at: number): void {
    DOLLAR_TAG.lastIndex = at;
    const tag = DOLLAR_TAG.exec(this.source)?.[0];
    const close = tag === undefined ? -1 : this.source.indexOf(tag, at + tag.length);
    if (tag === undefined) this.finish("symbol", at + 1);
    else if (close < 0 || close + tag.length > this.limit) this.unterminated("dollar", `dollar-quoted string (${tag})`);
    else this.finish("dollar", close + tag.length);
  }

  private readNumber(at: number): void {
    let end = at + 1;
    while (end < this.limit && isNumberPart(this.source, end)) end++;
    this.finish("number", end);
  }
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 36;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Is this the point of `.5`? In `1..5` it is not. */
function startsFraction(source: string, at: number): boolean {
  return source.charCodeAt(at) === 46 && isDigit(source.charCodeAt(at + 1)) && source.charCodeAt(at - 1) !== 46;
}

/** `1e-5` holds its sign; in `1..10` the dots are an operator of PL/pgSQL. */
function isNumberPart(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (isDigit(code) || code === 95 || (isWordStart(code) && code < 128)) return true;
  if (code === 46) return source.charCodeAt(at + 1) !== 46 && source.charCodeAt(at - 1) !== 46;
  return (
    (code === 43 || code === 45) && /[0-9][eE]$/.test(source.slice(Math.max(0, at - 2), at)) && isDigit(source.charCodeAt(at + 1))
  );
}

/** Where the line that holds `at` ends: before its line break, or `limit`. Either of \n and \r ends a line, as in psqlscan.l. */
export function lineEnd(source: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && source.charCodeAt(end) !== 10 && source.charCodeAt(end) !== 13) end++;
  return end;
}

/** Where the text between the two offsets ends but for white space of SQL; what else Unicode calls a space is part of a name. */
export function contentEnd(source: string, from: number, to: number): number {
  let end = to;
  while (end > from && SPACE.test(source.charAt(end - 1))) end--;
  return end;
}

/** Is there nothing but white space between the two offsets? */
export function isBlank(source: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++)
    if (!SPACE.test(source.charAt(at)) && source.charCodeAt(at) !== BYTE_ORDER_MARK) return false;
  return true;
}
