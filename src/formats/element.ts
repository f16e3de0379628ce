/** One node of a changelog, whatever notation it is written in. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Where its own text stands in the file. */
  readonly texts: readonly ElementText[];
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
}

export interface ElementText {
  readonly start: number;
  readonly end: number;
  /** True where entities stand for characters. */
  readonly encoded: boolean;
  /** What it says, where the file spells it so differently (escapes, folded lines) that no range of it does. */
  readonly value?: string;
}
