import type { Range } from "./keep-ranges.js";

/**
 * The statements that Liquibase's own splitter makes of a changeset. It knows strings, comments and BEGIN … END, but no
 * dollar quotes: a function body may come apart, as it does in production. `delimiter` null: a semicolon, or a line that
 * begins with `go` or `/`.
 */
export function splitAsLiquibase(text: string, delimiter: string | null): readonly Range[] {
  const tokens = [...withoutOpenComments(text).matchAll(TOKEN)].map(({ 0: token, index }) => ({
    text: token,
    start: index,
    end: index + token.length,
  }));
  const pieces: Range[] = [];
  const isEnd = delimiter === null ? isDefaultEnd : endsWith(delimiter);
  let depth = 0;
  let start = 0;
  const close = (end: number, next: number) => {
    if (saysSomething(text.slice(start, end))) pieces.push({ start, end });
    start = next;
  };
  tokens.forEach((token, index) => {
    const word = token.text.toUpperCase();
    if (word === "BEGIN" || word === "END") {
      const next = nextWord(tokens, index + 1);
      if (!NO_BLOCK.test(next)) depth = word === "BEGIN" ? depth + 1 : Math.max(0, depth - 1);
    }
    const end = depth === 0 ? isEnd(text, token, tokens[index - 1]?.text ?? null) : null;
    if (end !== null) close(end, token.end);
  });
  close(text.length, text.length);
  return pieces;
}

type Token = { readonly text: string; readonly start: number; readonly end: number };

function isDefaultEnd(_: string, token: Token, previous: string | null): number | null {
  const alone = previous === null || previous.endsWith("\n");
  return token.text === ";" || ((token.text === "/" || token.text.toLowerCase() === "go") && alone) ? token.start : null;
}

/** Delimiters of several characters are compared with the text up to the token's end, in which they may be regular expressions. */
function endsWith(delimiter: string): (text: string, token: Token, previous: string | null) => number | null {
  const plain = delimiter.replaceAll("\\n", "\n").replaceAll("\\r", "\r");
  return (text, token, previous) => {
    if (plain.length === 1) {
      if (plain === "/" && previous !== null && !previous.endsWith("\n")) return null;
      return token.text.toLowerCase() === plain.toLowerCase() ? token.start : null;
    }
    const start = token.end - plain.length;
    return start >= 0 && start <= token.start && text.slice(start, token.end).toLowerCase() === plain.toLowerCase()
      ? start
      : null;
  };
}

const NO_BLOCK = /^(transaction|trans|tran|dialog|conversation|distributed)$/iu;

function saysSomething(text: string): boolean {
  return (
    withoutOpenComments(text)
      .replace(/--[^\r\n]*|\/\*[\s\S]*?\*\//gu, "")
      .trim() !== ""
  );
}

/** What never closes is no comment; looking for the end of each one of thousands would take minutes. */
function withoutOpenComments(text: string): string {
  const closed = text.lastIndexOf("*/") + 1;
  return text.slice(0, closed) + text.slice(closed).replaceAll("/*", "/\u0001");
}

function nextWord(tokens: readonly { readonly text: string }[], from: number): string {
  let at = from;
  while (tokens[at]?.text.trim() === "") at++;
  return tokens[at]?.text ?? "";
}

const STRING = /(?:[UENRB]|RB|_utf8)?'(?:''|\\['"ntbrf\\0]|[^\\'])*(?:'|\\')/;
const QUOTED = /"[^"\r\n]+"|`[^`\r\n]+`|\[[^0-9\]][^\]\r\n]*\]/;
const NAME = /[\p{L}_$][\p{L}\p{N}_$#@]*/u;
const TOKEN = new RegExp(
  [
    /\s+/,
    /--[^\r\n]*/,
    /\/\*[\s\S]*?\*\//,
    STRING,
    new RegExp(`(?:${NAME.source}|${QUOTED.source})(?:[\\r\\n ]*\\.[\\r\\n ]*(?:${NAME.source}|${QUOTED.source}))+`),
    NAME,
    QUOTED,
    /\d+/,
    /[\s\S]/,
  ]
    .map((part) => part.source)
    .join("|"),
  "giu",
);
