import type { Place } from "../model/place.js";
import { Lexer, type TokenKind } from "./lexer.js";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Upper case, for bare words; the character itself, for symbols; else "". */
  readonly word: string;
  /** Open parentheses and brackets around it; a pair has the depth of what surrounds it. */
  readonly depth: number;
}

/** The text of one statement, with what it takes to find the words behind a node of its tree. Offsets are UTF-16 units. */
export class Source {
  private cachedTokens: readonly Token[] | null = null;
  private cachedIndexes: Uint32Array | null | undefined;

  constructor(
    readonly text: string,
    private readonly locate: (start: number, end: number) => Place,
  ) {}

  place(start = 0, end = this.text.length): Place {
    return this.locate(start, end);
  }

  /** Parsers count UTF-8 bytes: turns such an offset into an index of the text. */
  index(byte: number): number {
    if (this.cachedIndexes === undefined) this.cachedIndexes = /^[\0-\x7f]*$/.test(this.text) ? null : byteIndexes(this.text);
    return this.cachedIndexes === null ? byte : (this.cachedIndexes[byte] ?? this.text.length);
  }

  /** All tokens but comments. */
  get tokens(): readonly Token[] {
    this.cachedTokens ??= tokensOf(this.text);
    return this.cachedTokens;
  }

  /** Position in `tokens` of the first token at or after an index of the text. */
  tokenAt(index: number): number {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle]?.start ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const lexer = new Lexer(text);
  let depth = 0;
  while (lexer.next()) {
    if (lexer.kind === "comment") continue;
    const word = lexer.kind === "symbol" ? text.charAt(lexer.start) : lexer.word();
    if (word === ")" || word === "]") depth--;
    tokens.push({ kind: lexer.kind, start: lexer.start, end: lexer.end, word, depth });
    if (word === "(" || word === "[") depth++;
  }
  return tokens;
}

/** For every UTF-8 byte the index of its character. */
function byteIndexes(text: string): Uint32Array {
  const indexes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) indexes.push(index);
    if (code > 0xffff) index++;
  }
  indexes.push(text.length);
  return Uint32Array.from(indexes);
}
