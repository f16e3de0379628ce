/** A value in the text that the input function of its type reads; null is NULL. */
export interface Value {
  readonly text: string | null;
  /** What is awkward about it, to be followed by «in column»; null for one that nobody would remark on. */
  readonly what: string | null;
}

/** What a column of some type can be given. */
export interface Values {
  /** Unremarkable ones, the best first. Empty for a type that nothing is known of. */
  readonly tame: readonly string[];
  readonly awkward: readonly Value[];
  /** Values that differ from each other, far from those that an application would hand out; null where the type has no more. */
  distinct(at: number): string | null;
}

export function value(text: string | null, what: string | null): Value {
  return { text, what };
}
