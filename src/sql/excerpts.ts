import type { Source, Token } from "./source.js";

/** Words that may follow the default of a column and are no part of it. */
const AFTER_DEFAULT = new Set(
  "NOT NULL CONSTRAINT PRIMARY UNIQUE CHECK REFERENCES GENERATED COLLATE DEFAULT DEFERRABLE INITIALLY ENFORCED".split(" "),
);
const AFTER_WHERE = new Set(["RETURNING"]);
const NOTHING: ReadonlySet<string> = new Set();

/** What follows the first DEFAULT at or after `from`, up to the next clause of the column. */
export function defaultExcerpt(source: Source, from: number): string {
  return clause(source, find(source, from, "DEFAULT"), AFTER_DEFAULT);
}

/** The condition after the first WHERE at or after `from` that stands as deep as the token at `from`. */
export function whereExcerpt(source: Source, from: number): string {
  return clause(source, find(source, from, "WHERE"), AFTER_WHERE);
}

/** What follows a word that stands as deep as the token at `from`, up to the next comma, closing parenthesis or the end. */
export function excerptAfter(source: Source, from: number, word: string): string {
  return clause(source, find(source, from, word), NOTHING);
}

/** What stands between the first parentheses after a word. */
export function parenthesizedAfter(source: Source, from: number, word: string): string {
  const { tokens } = source;
  let open = find(source, from, word);
  while (open >= 0 && open < tokens.length && tokens[open]?.word !== "(") open++;
  const close = closing(tokens, open);
  return close === null ? "" : slice(source, open + 1, close);
}

/** A type as written, from its first token: `timestamp(3) with time zone`, `"My Type"[]`. */
export function typeExcerpt(source: Source, from: number): string {
  const { tokens } = source;
  const first = source.tokenAt(from);
  let at = first + (tokens[first]?.word === "SETOF" ? 2 : 1);
  while (tokens[at]?.word === ".") at += 2;
  for (let after = typePart(tokens, at); after !== null; after = typePart(tokens, at)) at = after;
  return slice(source, first, at);
}

/** The position after one more part of a type; null when no part follows. */
function typePart(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.word === "(" || token.word === "[") {
    const close = closing(tokens, at);
    return close === null ? null : close + 1;
  }
  if (["PRECISION", "VARYING", "ARRAY", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"].includes(token.word))
    return at + 1;
  if ((token.word === "WITH" || token.word === "WITHOUT") && tokens[at + 1]?.word === "TIME") return at + 3;
  if (token.word === "%" && tokens[at + 1]?.word === "TYPE") return at + 2;
  const before = tokens[at - 1]?.word ?? "";
  if (["VARYING", "CHARACTER", "CHAR"].includes(token.word) && ["CHARACTER", "CHAR", "NATIONAL", "BIT"].includes(before))
    return at + 1;
  return null;
}

function closing(tokens: readonly Token[], open: number): number | null {
  const depth = tokens[open]?.depth;
  for (let at = open + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if ((token?.word === ")" || token?.word === "]") && token.depth === depth) return at;
  }
  return null;
}

/** Position after the first such word as deep as the token at `from`; -1 when there is none. */
function find(source: Source, from: number, word: string): number {
  const first = source.tokenAt(from);
  const depth = source.tokens[first]?.depth ?? 0;
  for (let at = first; at < source.tokens.length; at++) {
    const token = source.tokens[at];
    if (token === undefined || token.depth < depth) return -1;
    if (token.word === word && token.depth === depth) return at + 1;
  }
  return -1;
}

/** From a token to before a comma, a semicolon, a closing parenthesis or a stop word outside CASE … END. */
function clause(source: Source, first: number, stops: ReadonlySet<string>): string {
  if (first < 0) return "";
  const { tokens } = source;
  const depth = tokens[first]?.depth ?? 0;
  let cases = 0;
  let at = first;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.depth < depth) break;
    if (token.depth > depth) continue;
    if (token.word === "CASE") cases++;
    else if (token.word === "END" && cases > 0) cases--;
    else if (token.word === "," || token.word === ";") break;
    else if (cases === 0 && at > first && stops.has(token.word)) break;
  }
  return slice(source, first, at);
}

/** The text from one token to before another. */
function slice(source: Source, first: number, after: number): string {
  const start = source.tokens[first]?.start;
  const end = source.tokens[Math.min(after, source.tokens.length) - 1]?.end;
  return start === undefined || end === undefined ? "" : source.text.slice(start, Math.max(start, end));
}
