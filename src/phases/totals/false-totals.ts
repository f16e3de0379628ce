import type { ClaimText, FalseTotal } from "../../model/phase.js";
import { totalsInLines } from "./totals-in-lines.js";
import { type StatedTotal, totalsInSentence } from "./totals-in-sentence.js";
import { totalsInTable } from "./totals-in-table.js";

/** Longer texts and lines are no description that anyone wrote by hand. */
const LONGEST_TEXT = 100_000;
const LONGEST_LINE = 1_000;
const SHOWN = 160;
/** What adds up to less than half of a total is a list of a few parts; of few things nobody gives all. */
const NEAR = 2;
const FEW = 10;

/** Totals that are given with their parts in one sentence, list or table, and are not their sum. */
export function falseTotals(texts: readonly ClaimText[], isTable: (word: string) => boolean): readonly FalseTotal[] {
  const found = texts.flatMap(({ source, text, place }) =>
    statedTotals(text.slice(0, LONGEST_TEXT), isTable).map((stated) => ({ source, place: place ?? null, ...stated })),
  );
  const wrong = found
    .map((each) => ({ ...each, sum: each.parts.reduce((sum, part) => sum + part, 0), text: each.text.slice(0, SHOWN) }))
    .filter(({ total, sum }) => total !== sum && total >= FEW && sum * NEAR >= total && sum <= total * NEAR);
  const told = new Set<string>();
  return wrong.filter(({ source, total, parts }) => {
    const key = JSON.stringify([source, total, parts]);
    return !told.has(key) && told.add(key);
  });
}

function statedTotals(text: string, isTable: (word: string) => boolean): readonly StatedTotal[] {
  const lines = text
    .replaceAll(/[*`"“”]|~~.*?~~/gu, "")
    .split(/\r?\n/u)
    .filter((line) => line.length <= LONGEST_LINE);
  const sentences = [...new Set([...lines, ...paragraphs(lines)])];
  return [...sentences.flatMap((line) => totalsInSentence(line, isTable)), ...totalsInLines(lines), ...totalsInTable(lines)];
}

/** Lines that follow each other are one text, unless they are points of a list or rows of a table. */
function paragraphs(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  let open = false;
  for (const line of lines) {
    const words = line.trim();
    const last = found.at(-1) ?? "";
    const goesOn = open && words !== "" && !/^([-•+|#>]|\d+[.)])\s?/u.test(words) && last.length + words.length < LONGEST_LINE;
    if (goesOn) found[found.length - 1] = `${last} ${words}`;
    else if (words !== "") found.push(words);
    open = words !== "";
  }
  return found;
}
