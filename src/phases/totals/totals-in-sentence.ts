import { NUMBER, ROUGH, UNIT, wholeNumber } from "./whole-number.js";

export interface StatedTotal {
  readonly total: number;
  readonly parts: readonly number[];
  readonly text: string;
}

const WORD = String.raw`(?:[ \t]+(?!and\b|or\b|plus\b)\p{L}[\p{L}\p{N}'’_/-]{0,40})`;
const COUNT = String.raw`${NUMBER}(?![ \t]*${UNIT})`;
/** `459 chapters`, or `chapters: 459`. */
const PART = String.raw`(?:(?:\p{L}[\p{L}'’_-]{0,40}${WORD}{0,2}:[ \t]+)?${COUNT}${WORD}{0,4})`;
const BETWEEN = String.raw`(?:,[ \t]+(?:and[ \t]+)?|;[ \t]+(?:and[ \t]+)?|[ \t]+(?:and|plus)[ \t]+|[ \t]*\+[ \t]*)`;
const LIST = `${PART}(?:${BETWEEN}${PART}){1,30}`;

/** `907 rows (459 a, 290 b, 10 c)`, `rows: 907 (…)`, `907 rows: 459 a, 290 b and 10 c.` */
const GIVEN = new RegExp(
  String.raw`(?<before>[^\n.;()]{0,80}?)(?<total>${COUNT})(?<label>${WORD}{0,5})(?:[ \t]*\((?<inside>${LIST})\)|:[ \t]+(?<after>${LIST})(?=[ \t]*(?:[.;]|$)))`,
  "giu",
);

/** `459 a + 290 b + 10 c = 907`, and the other way round. */
const SUM = new RegExp(
  String.raw`(?<parts>${COUNT}${WORD}{0,4}(?:[ \t]*\+[ \t]*${COUNT}${WORD}{0,4}){1,30})[ \t]*=[ \t]*(?<total>${COUNT})(?!${WORD}{0,4}[ \t]*[-+*/])`,
  "giu",
);

/** What a total of rows is called; a list behind another count may be of anything. */
const OF_ROWS =
  /\b(rows?|records?|entries|items|tuples|total|sum|altogether|overall|affected|updated|inserted|deleted|migrated|backfilled|linked|copied|moved)\b/iu;

/** These name what the number counts: no total follows. */
const NUMBERED =
  /\b(step|phase|stage|part|day|week|issue|ticket|version|migration|chapter|section|table|figure|pr|no|nr|number|batch|batches of)\.?[ \t]*#?$/iu;

/** Totals that one line gives together with all their parts. `isTable` tells whether a word is a table of the database. */
export function totalsInSentence(line: string, isTable: (word: string) => boolean): readonly StatedTotal[] {
  const found: StatedTotal[] = [];
  // A total and two parts: most lines have not as many numbers, and the patterns are long.
  if ((line.match(/\d+/gu)?.length ?? 0) < 3) return found;
  for (const match of line.matchAll(GIVEN)) {
    const { before = "", total = "", label = "", inside, after } = match.groups ?? {};
    const list = inside ?? after ?? "";
    const words = `${before.slice(before.lastIndexOf(",") + 1)} ${label}`;
    const isRows = OF_ROWS.test(words) || words.split(/[^\p{L}\p{N}_]+/u).some((word) => word !== "" && isTable(word));
    // `step 3: …` has no noun between the number and the colon.
    const isNamed = inside !== undefined || label.trim() !== "";
    if (!isRows || !isNamed || ROUGH.test(before) || NUMBERED.test(before)) continue;
    found.push({ total: wholeNumber(total), parts: numbersIn(list), text: match[0].trim() });
  }
  for (const match of line.matchAll(SUM)) {
    const { parts = "", total = "" } = match.groups ?? {};
    if (/[-+*/=][ \t]*$/u.test(line.slice(0, match.index))) continue;
    found.push({ total: wholeNumber(total), parts: numbersIn(parts), text: match[0].trim() });
  }
  return found;
}

function numbersIn(list: string): readonly number[] {
  return [...list.matchAll(new RegExp(COUNT, "giu"))].map(([number]) => wholeNumber(number));
}
