import { contentEnd, Lexer, lineEnd } from "./lexer.js";
import { RoutineBody } from "./routine-body.js";

/** One thing that psql would act on. Offsets are UTF-16 units of the whole text; `end` is exclusive and before the semicolon. */
export interface Item {
  readonly kind: "statement" | "command";
  readonly start: number;
  readonly end: number;
  /** Rows of `COPY … FROM stdin`, between the line of the statement and the line `\.`. */
  readonly data: { readonly start: number; readonly end: number } | null;
  /** Where a statement is broken before it comes to parsing, and why. */
  readonly problem: { readonly message: string; readonly at: number } | null;
  /** True when `\;` joins the next statement to this one in a single message to the server. */
  readonly joined: boolean;
}

export interface Comment {
  readonly start: number;
  readonly end: number;
}

export interface Split {
  readonly items: readonly Item[];
  /** Comments outside COPY data that mention this tool, in order. */
  readonly comments: readonly Comment[];
}

export interface SplitOptions {
  /** Are backslashes meta-commands? */
  readonly psql: boolean;
  /** Half-open range of the text to read. */
  readonly start?: number;
  readonly end?: number;
  /** So many items are enough. */
  readonly most?: number;
}

const MENTION = "migration-gate";

/** Cuts a text into statements where psql does. Never throws: what is unterminated becomes an item with a problem. */
export function split(text: string, options: SplitOptions): Split {
  return new Splitter(text, options).run();
}

class Splitter {
  private readonly items: Item[] = [];
  private readonly comments: Comment[] = [];
  private readonly lexer: Lexer;
  private start = -1;
  private end = 0;
  private parentheses = 0;
  private body = new RoutineBody();
  private copy = new CopyFromStdin();

  constructor(
    private readonly text: string,
    private readonly options: SplitOptions,
  ) {
    this.lexer = new Lexer(text, options.start ?? 0, options.end ?? text.length);
  }

  run(): Split {
    const { most = Number.POSITIVE_INFINITY } = this.options;
    while (this.items.length < most && this.lexer.next()) this.take();
    if (this.start >= 0) this.finish(false);
    return { items: this.items, comments: this.comments };
  }

  private take(): void {
    const { lexer } = this;
    if (lexer.problem !== null) this.broken(lexer.problem, lexer.start, lexer.end);
    else if (lexer.kind === "comment") this.comment();
    else if (lexer.kind === "backslash" && this.backslash()) return;
    else if (this.symbol() === ";" && this.parentheses === 0 && !this.body.open) this.semicolon();
    else this.part();
  }

  private symbol(): string {
    return this.lexer.kind === "symbol" ? this.text.charAt(this.lexer.start) : "";
  }

  /** Takes a token as part of a statement. */
  private part(): void {
    const { lexer } = this;
    const symbol = this.symbol();
    if (symbol === "(") this.parentheses++;
    else if (symbol === ")" && this.parentheses > 0) this.parentheses--;
    if (lexer.kind === "word" && this.parentheses === 0) this.word(lexer.end - lexer.start < 12 ? lexer.word() : "-");
    if (this.start < 0) this.start = lexer.start;
    this.end = lexer.end;
  }

  private word(word: string): void {
    this.body.word(word);
    this.copy.word(word);
  }

  private comment(): void {
    const { start, end } = this.lexer;
    if (this.text.slice(start, end).toLowerCase().includes(MENTION)) this.comments.push({ start, end });
  }

  private semicolon(): void {
    if (this.start < 0) return;
    const data = this.copy.seen ? this.copyData(this.lexer.end) : null;
    if (data !== null) this.lexer.end = data.next;
    this.finish(false, data);
  }

  /** The lines after the statement up to `\.`; null when there is no such line, for then the rows come from elsewhere. */
  private copyData(after: number): { start: number; end: number; next: number } | null {
    const { limit } = this.lexer;
    let line = this.text.indexOf("\n", after) + 1;
    if (line === 0) return null;
    const start = line;
    while (line < limit) {
      const stop = this.text.indexOf("\n", line);
      const end = stop < 0 || stop > limit ? limit : stop;
      const content = this.text.slice(line, Math.min(end, line + 4)).replace(/\r$/u, "");
      if (content === "\\.") return { start, end: line, next: end };
      line = end + 1;
    }
    return null;
  }

  /** True when the backslash was dealt with here. */
  private backslash(): boolean {
    const { lexer, text } = this;
    if (!this.options.psql) {
      if (this.start >= 0) return false;
      const end = lineEnd(text, lexer.start, lexer.limit);
      this.start = lexer.start;
      lexer.end = end;
      this.broken('syntax error at or near "\\"', lexer.start, end);
      return true;
    }
    if (text.charAt(lexer.end) === ";") {
      lexer.end++;
      if (this.start >= 0) this.finish(true);
      return true;
    }
    // \g, \gexec, \gset and \crosstabview send what stands before them; any other one in a statement is a slip.
    if (this.start >= 0) this.finish(false);
    const end = lineEnd(text, lexer.start, lexer.limit);
    this.items.push({ ...blank, kind: "command", start: lexer.start, end: contentEnd(text, lexer.start, end) });
    lexer.end = end;
    return true;
  }

  private broken(message: string, at: number, end: number): void {
    const start = this.start >= 0 ? this.start : at;
    this.items.push({ ...blank, start, end: contentEnd(this.text, start, end), problem: { message, at } });
    this.reset();
  }

  private finish(joined: boolean, data: { start: number; end: number } | null = null): void {
    this.items.push({ ...blank, start: this.start, end: this.end, joined, data: data && { start: data.start, end: data.end } });
    this.reset();
  }

  private reset(): void {
    this.start = -1;
    this.parentheses = 0;
    this.body = new RoutineBody();
    this.copy = new CopyFromStdin();
  }
}

const blank = { kind: "statement", data: null, problem: null, joined: false } as const;

/** Notices `COPY … FROM stdin`. */
class CopyFromStdin {
  seen = false;
  private first = true;
  private isCopy = false;
  private afterFrom = false;

  word(word: string): void {
    if (this.first) this.isCopy = word === "COPY";
    this.first = false;
    if (!this.isCopy) return;
    if (this.afterFrom && word === "STDIN") this.seen = true;
    this.afterFrom = word === "FROM";
  }
}
