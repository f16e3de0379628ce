import { Lexer, type TokenKind } from "../lexer.js";

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words after which a value follows, so that `?` cannot be an operator of jsonb there. */
const BEFORE_VALUE = new Set(
  "SELECT WHERE AND OR NOT IN LIKE ILIKE BETWEEN LIMIT OFFSET FIRST NEXT THEN ELSE WHEN ON RETURNING VALUES SET BY HAVING FROM CASE ESCAPE TO SIMILAR ANY ALL SOME DISTINCT FOR".split(
    " ",
  ),
);
const OPERATOR = /[-+*/<>=~!@#%^&|`?]/u;

/**
 * The text with `$1`, `$2`… where drivers and query tools write `?`, `:name`, `@name`, `%s`, `%(name)s` or
 * `sqlc.arg(name)`; strings, comments, casts and operators stay. The same text when there is none of these.
 */
export function numbered(text: string): string {
  return new Placeholders(text).run();
}

class Placeholders {
  private readonly tokens: readonly Token[];
  private readonly numbers = new Map<string, number>();
  private readonly native: boolean;
  private readonly python: boolean;
  private count = 0;
  private at = 0;
  /** Where the placeholder being read begins. */
  private first = 0;
  private brackets = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
    this.native = this.tokens.some((token, at) => token.text === "$" && this.touches(at, 1, "number"));
    this.python = /%s\b|%\(\w+\)s\b/u.test(text);
  }

  run(): string {
    // Numbers given in the text stay as they are, and names go on after them.
    if (this.native) this.count = Math.max(...[...this.text.matchAll(/\$(\d+)/gu)].map((match) => Number(match[1])));
    let result = "";
    let copied = 0;
    while (this.at < this.tokens.length) {
      const begin = this.tokens[this.at]?.start ?? 0;
      const replacement = this.replacement();
      if (replacement !== null) {
        result += this.text.slice(copied, begin) + replacement;
        copied = this.tokens[this.at]?.end ?? this.text.length;
      }
      this.at++;
    }
    return result + this.text.slice(copied);
  }

  /** What stands for the token here; null when it stays. Moves on to the last token that is replaced. */
  private replacement(): string | null {
    const token = this.tokens[this.at];
    if (token === undefined) return null;
    this.first = this.at;
    if (token.text === "[") this.brackets++;
    if (token.text === "]") this.brackets--;
    if (token.kind === "word") return token.text.toLowerCase() === "sqlc" ? this.sqlc() : null;
    switch (token.text) {
      case ":":
        return this.colon();
      case "@":
        return this.sign();
      case "?":
        return this.question();
      case "%":
        return this.percent();
      default:
        return null;
    }
  }

  private colon(): string | null {
    if (this.before() === ":" || this.brackets > 0 || !this.touches(this.at, 1, "word")) return null;
    // HugSQL says before the name what kind of parameter it is; a value reads `:v:name` or `:name`.
    const typed = this.textAt(1).toLowerCase() === "v" && this.textAt(2) === ":" && this.touches(this.at, 3, "word");
    const name = this.textAt(typed ? 3 : 1);
    this.at += typed ? 3 : 1;
    // PgTyped marks a parameter that must be given with an exclamation mark.
    if (this.textAt(1) === "!" && this.adjacent(1) && this.textAt(2) !== "=") this.at++;
    return this.named(name);
  }

  private sign(): string | null {
    const before = this.before();
    const operator = before !== "=" && OPERATOR.test(before);
    if (operator || !this.touches(this.at, 1, "word")) return null;
    this.at++;
    return this.named(this.textAt(0));
  }

  private question(): string | null {
    if (this.native) return null;
    // JDBC writes the operator of jsonb as two question marks.
    if (this.textAt(1) === "?" && this.adjacent(1)) {
      this.at++;
      return "?";
    }
    const before = this.before();
    const next = this.text.charAt(this.tokens[this.at]?.end ?? 0);
    if ((before !== "=" && before !== "<" && before !== ">" && OPERATOR.test(before)) || /[|&\-#]/u.test(next)) return null;
    const previous = this.tokens[this.at - 1];
    if (previous === undefined) return null;
    const word = previous.kind === "word" && BEFORE_VALUE.has(previous.text.toUpperCase());
    const opens = previous.kind === "symbol" && previous.text !== ")" && previous.text !== "]";
    return word || opens ? this.value(++this.count) : null;
  }

  private percent(): string | null {
    if (!this.python) return null;
    if (this.textAt(1) === "%" && this.adjacent(1)) {
      this.at++;
      return "%";
    }
    if (this.textAt(1) === "s" && this.adjacent(1)) {
      this.at++;
      return this.value(++this.count);
    }
    if (this.textAt(1) !== "(" || this.textAt(3) !== ")" || this.textAt(4) !== "s" || !this.adjacent(4)) return null;
    const name = this.textAt(2);
    this.at += 4;
    return this.named(name);
  }

  /** `sqlc.arg(name)`, `sqlc.narg('name')`, `sqlc.slice(name)`; `sqlc.embed(table)` is all its columns. */
  private sqlc(): string | null {
    const [dot, call, open, name, close] = [1, 2, 3, 4, 5].map((step) => this.textAt(step));
    if (dot !== "." || open !== "(" || close !== ")" || name === undefined) return null;
    const kind = call?.toLowerCase() ?? "";
    if (!["arg", "narg", "slice", "embed"].includes(kind)) return null;
    const embeds = kind === "embed";
    const result = embeds ? `${name}.*` : this.named(name.replaceAll("'", ""));
    this.at += 5;
    return result;
  }

  private named(name: string): string {
    const number = this.numbers.get(name) ?? ++this.count;
    this.numbers.set(name, number);
    return this.value(number);
  }

  /** Libraries that expand lists write `IN ?`. */
  private value(number: number): string {
    const previous = this.tokens[this.first - 1];
    return previous?.kind === "word" && previous.text.toUpperCase() === "IN" ? `($${number})` : `$${number}`;
  }

  /** The character right before the token here; a space when something else comes between. */
  private before(): string {
    const start = this.tokens[this.at]?.start ?? 0;
    return start === 0 ? " " : this.text.charAt(start - 1);
  }

  private textAt(step: number): string {
    return this.tokens[this.at + step]?.text ?? "";
  }

  private adjacent(step: number): boolean {
    return this.tokens[this.at + step]?.start === this.tokens[this.at + step - 1]?.end;
  }

  private touches(at: number, step: number, kind: TokenKind): boolean {
    const token = this.tokens[at + step];
    return token?.kind === kind && token.start === this.tokens[at + step - 1]?.end;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const lexer = new Lexer(text);
  while (lexer.next()) {
    if (lexer.kind === "comment") continue;
    tokens.push({ kind: lexer.kind, text: text.slice(lexer.start, lexer.end), start: lexer.start, end: lexer.end });
  }
  return tokens;
}
