/** A statement that does not parse, and the word at which the parser stopped. */
export interface Broken {
  readonly text: string;
  /** UTF-16 index where the parser stopped. */
  readonly index: number;
  readonly message: string;
  /** What stands at `index`: a word in upper case, a character, or "" at the end. */
  readonly at: string;
  /** Words and symbols before `index`, upper case, without comments and white space; quoted things as written. */
  readonly before: readonly string[];
  /** Words and symbols from `index` on, a few of them. */
  readonly after: readonly string[];
  /** Parentheses open at `index`: where each of them stands. */
  readonly open: readonly number[];
}

/** Recognizes one kind of mistake: a sentence that says what to write instead, or null. */
export type Mistake = (broken: Broken) => string | null;
