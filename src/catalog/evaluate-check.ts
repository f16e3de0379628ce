import type { GivenValue } from "../model/operation.js";
import { likeMatch } from "./like-match.js";

/** SQL's three truths, and a fourth: nobody can tell from the text. */
export type Truth = true | false | "null" | "unknown";

type Value = { readonly text: string; readonly number: boolean } | "null" | "unknown";

/**
 * Works out a simple condition for one row: comparisons of columns with constants, IN, ANY of an array, BETWEEN, LIKE, IS NULL,
 * length(), lower(), upper(), sums and products of whole numbers, AND, OR and NOT. All else is unknown. A CHECK holds unless its condition is false (manual, 5.5.1).
 */
export function evaluateCheck(condition: string, row: (column: string) => GivenValue | undefined): Truth {
  const tokens = tokensOf(condition);
  if (tokens === null) return "unknown";
  const parser = new Evaluator(tokens, row);
  const truth = parser.or();
  return parser.done ? truth : "unknown";
}

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  const pattern =
    /\s+|('(?:[^']|'')*')|("(?:[^"]|"")+"|[a-z_][\w$]*)|(\d+(?:\.\d+)?)|(::|!~~|~~|<=|>=|<>|!=|[-=<>()[\],.%+*])/giuy;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    const word = match[0].trim();
    if (word !== "") tokens.push(match[2] !== undefined && !word.startsWith('"') ? word.toLowerCase() : word);
  }
  return tokens;
}

const CHANGES_TEXT: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  btrim: (text) => text.replaceAll(/^ +| +$/gu, ""),
};

const COMPARISONS = new Set(["=", "<>", "!=", "<", ">", "<=", ">="]);

class Evaluator {
  #at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly row: (column: string) => GivenValue | undefined,
  ) {}

  get done(): boolean {
    return this.#at === this.tokens.length;
  }

  or(): Truth {
    let truth = this.#and();
    while (this.#take("or")) truth = either(truth, this.#and());
    return truth;
  }

  #and(): Truth {
    let truth = this.#not();
    while (this.#take("and")) truth = opposite(either(opposite(truth), opposite(this.#not())));
    return truth;
  }

  #not(): Truth {
    return this.#take("not") ? opposite(this.#not()) : this.#predicate();
  }

  #predicate(): Truth {
    const before = this.#at;
    // A parenthesis may hold a condition or a value: the first that works out is meant.
    if (this.#take("(")) {
      const inner = this.or();
      if (this.#take(")") && !this.#continuesValue()) return inner;
      this.#at = before;
    }
    const left = this.#value();
    if (this.#take("is")) {
      const negated = this.#take("not");
      if (!this.#take("null")) return "unknown";
      return left === "unknown" ? "unknown" : (left === "null") !== negated;
    }
    const negated = this.#take("not");
    // As Postgres prints LIKE and NOT LIKE.
    if (this.#take("!~~")) return opposite(like(left, this.#value()));
    if (this.#take("like") || this.#take("~~")) return flip(like(left, this.#value()), negated);
    if (this.#take("in")) return flip(this.#oneOf(left, "(", ")"), negated);
    if (this.#take("between")) {
      const from = compare(left, ">=", this.#value());
      if (!this.#take("and")) return "unknown";
      const to = compare(left, "<=", this.#value());
      return flip(opposite(either(opposite(from), opposite(to))), negated);
    }
    const operator = this.tokens[this.#at] ?? "";
    if (negated || !COMPARISONS.has(operator)) return asTruth(left);
    this.#at++;
    if (operator === "=" && this.#take("any")) return this.#anyOf(left);
    return compare(left, operator, this.#value());
  }

  /** `ANY (ARRAY[…])`, with the casts and parentheses that Postgres prints around it. */
  #anyOf(left: Value): Truth {
    let depth = 0;
    while (this.#take("(")) depth++;
    if (!this.#take("array")) return "unknown";
    const truth = this.#oneOf(left, "[", "]");
    this.#casts();
    for (; depth > 0; depth--) {
      if (!this.#take(")")) return "unknown";
      this.#casts();
    }
    return truth;
  }

  #oneOf(left: Value, open: string, close: string): Truth {
    if (!this.#take(open)) return "unknown";
    let truth: Truth = false;
    do truth = either(truth, compare(left, "=", this.#value()));
    while (this.#take(","));
    return this.#take(close) ? truth : "unknown";
  }

  /** Whole numbers, added, multiplied and divided with remainder. */
  #value(): Value {
    let value = this.#product();
    for (let sign = this.tokens[this.#at]; sign === "+" || sign === "-"; sign = this.tokens[this.#at]) {
      this.#at++;
      value = calculate(value, sign, this.#product());
    }
    return value;
  }

  #product(): Value {
    let value = this.#operand();
    for (let sign = this.tokens[this.#at]; sign === "*" || sign === "%"; sign = this.tokens[this.#at]) {
      this.#at++;
      value = calculate(value, sign, this.#operand());
    }
    return value;
  }

  #operand(): Value {
    const token = this.tokens[this.#at++] ?? "";
    let value: Value = "unknown";
    if (token === "(") {
      value = this.#value();
      if (!this.#take(")")) return "unknown";
    } else if (token === "-") {
      const operand = this.#operand();
      value = typeof operand === "object" ? { text: `-${operand.text}`, number: true } : operand;
    } else if (token.startsWith("'")) value = { text: token.slice(1, -1).replaceAll("''", "'"), number: false };
    else if (/^\d/u.test(token)) value = { text: token, number: true };
    else if (token === "null") value = "null";
    else if (token === "true" || token === "false") value = { text: token, number: false };
    else if (/^[a-z_"]/iu.test(token)) value = this.#name(token);
    this.#casts();
    return value;
  }

  #name(token: string): Value {
    if (/^(?:length|char_length|character_length)$/u.test(token) && this.#take("(")) {
      const inner = this.#value();
      if (!this.#take(")")) return "unknown";
      return typeof inner === "object" ? { text: String([...inner.text].length), number: true } : inner;
    }
    const changed = CHANGES_TEXT[token];
    if (changed !== undefined && this.#take("(")) {
      const inner = this.#value();
      if (!this.#take(")")) return "unknown";
      // Other letters are the collation's to change.
      return typeof inner === "object"
        ? /^[\x20-\x7e]*$/u.test(inner.text)
          ? { text: changed(inner.text), number: false }
          : "unknown"
        : inner;
    }
    let name = token;
    while (this.#take(".")) name = this.tokens[this.#at++] ?? "";
    if (this.tokens[this.#at] === "(") return "unknown";
    const given = this.row(name.startsWith('"') ? name.slice(1, -1) : name);
    if (given?.kind === "constant") return { text: given.text, number: false };
    return given?.kind === "null" ? "null" : "unknown";
  }

  #casts(): void {
    while (this.#take("::")) {
      this.#at++;
      while (/^(?:varying|precision|without|with|time|zone)$/u.test(this.tokens[this.#at] ?? "")) this.#at++;
      if (this.tokens[this.#at] === "(" && /^\d/u.test(this.tokens[this.#at + 1] ?? "")) this.#at += 3;
      if (this.#take("[")) this.#take("]");
    }
  }

  #continuesValue(): boolean {
    const next = this.tokens[this.#at] ?? "";
    return COMPARISONS.has(next) || ["+", "-", "*", "%", "::", "in", "is", "between", "like", "~~", "!~~", "not"].includes(next);
  }

  #take(word: string): boolean {
    if (this.tokens[this.#at] !== word) return false;
    this.#at++;
    return true;
  }
}

function calculate(left: Value, sign: "+" | "-" | "*" | "%", right: Value): Value {
  if (left === "unknown" || right === "unknown") return "unknown";
  if (left === "null" || right === "null") return "null";
  const [a, b] = [left.text, right.text].map((text) => (/^-?\d{1,9}$/u.test(text) ? Number(text) : Number.NaN));
  if (a === undefined || b === undefined || Number.isNaN(a + b) || (sign === "%" && b === 0)) return "unknown";
  const result = sign === "+" ? a + b : sign === "-" ? a - b : sign === "*" ? a * b : a % b;
  return { text: String(result === 0 ? 0 : result), number: true };
}

function compare(left: Value, operator: string, right: Value): Truth {
  if (left === "unknown" || right === "unknown") return "unknown";
  if (left === "null" || right === "null") return "null";
  const order = orderOf(left, right);
  if (order === null) return "unknown";
  if (Number.isNaN(order) && operator !== "=" && operator !== "<>" && operator !== "!=") return "unknown";
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case ">=":
      return order >= 0;
    default:
      return order !== 0;
  }
}

/** Numbers as numbers, dates as dates; of other strings only that they differ (NaN): their order is the collation's. */
function orderOf(left: Exclude<Value, string>, right: Exclude<Value, string>): number | null {
  if (left.number || right.number) {
    const [a, b] = [Number(left.text), Number(right.text)];
    return left.text.trim() === "" || right.text.trim() === "" || Number.isNaN(a) || Number.isNaN(b) ? null : a - b;
  }
  if (left.text === right.text) return 0;
  const date = /^\d{4}-\d\d-\d\d$/u;
  if (date.test(left.text) && date.test(right.text)) return left.text < right.text ? -1 : 1;
  // Written differently, they may still be one moment or one truth.
  const loose = /^(?:\d{4}-\d\d|t$|f$|true$|false$)/iu;
  return loose.test(left.text) || loose.test(right.text) ? null : Number.NaN;
}

/** `%` and `_`; patterns with an escape are left alone. */
function like(left: Value, pattern: Value): Truth {
  if (left === "null" || pattern === "null") return "null";
  if (left === "unknown" || pattern === "unknown" || pattern.text.includes("\\")) return "unknown";
  return likeMatch(left.text, pattern.text) ?? "unknown";
}

function asTruth(value: Value): Truth {
  if (value === "null") return "null";
  if (typeof value === "object" && /^(?:t|true|f|false)$/u.test(value.text)) return value.text.startsWith("t");
  return "unknown";
}

function either(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  if (a === "unknown" || b === "unknown") return "unknown";
  return a === "null" || b === "null" ? "null" : false;
}

function opposite(truth: Truth): Truth {
  return typeof truth === "boolean" ? !truth : truth;
}

function flip(truth: Truth, negated: boolean): Truth {
  return negated ? opposite(truth) : truth;
}
