import type { Source } from "../source.js";
import { number, type Tree } from "../tree.js";

export interface CommandRange {
  readonly start: number;
  readonly end: number;
}

/** Where the commands of an ALTER TABLE stand: the tree does not say, so the commas do. Null when the count does not match. */
export function commandRanges(source: Source, rangeVar: Tree, count: number): CommandRange[] | null {
  const { tokens } = source;
  let first = source.tokenAt(source.index(number(rangeVar, "location"))) + 1;
  while (tokens[first]?.word === ".") first += 2;
  // `ALTER TABLE t * …`, and the closing parenthesis of `ONLY (t)`.
  while (tokens[first]?.word === "*" || tokens[first]?.word === ")") first++;
  const ranges: CommandRange[] = [];
  let from = first;
  for (let at = first; at <= tokens.length; at++) {
    const token = tokens[at];
    if (token !== undefined && !(token.word === "," && token.depth === 0)) continue;
    const start = tokens[from]?.start;
    const end = tokens[at - 1]?.end;
    if (start === undefined || end === undefined || at <= from) return null;
    ranges.push({ start, end });
    from = at + 1;
  }
  return ranges.length === count ? ranges : null;
}
