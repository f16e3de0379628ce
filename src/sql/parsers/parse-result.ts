import type { Tree } from "../tree.js";

/** Where and why a text does not parse. `index` counts UTF-16 units of the text. */
export interface ParseFailure {
  readonly message: string;
  readonly index: number;
}

export type ParseResult =
  | { readonly statements: readonly Tree[] }
  | { readonly failure: ParseFailure }
  /** The parser itself gave up, which says nothing about the text. */
  | { readonly broke: string };
