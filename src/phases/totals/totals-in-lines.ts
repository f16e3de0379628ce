import type { StatedTotal } from "./totals-in-sentence.js";
import { NUMBER, UNIT, wholeNumber } from "./whole-number.js";

const LINE = new RegExp(
  String.raw`^\s*(?:[-*•+]\s+|\d+[.)]\s+)?(?<label>\p{L}[^:|\n]{0,60}):\s+(?<count>${NUMBER})(?![ \t]*${UNIT})(?:[ \t]+(?<noun>\p{L}[\p{L}_-]{0,40}))?[ \t]*[.,;]?$`,
  "iu",
);
const IS_TOTAL = /^(?:(?:grand\s+)?total|sum|altogether|overall)(?:\s+(?:rows?|records?|count))?$/iu;

/** Lines of one list, `label: count` each, that ends with its total. */
export function totalsInLines(lines: readonly string[]): readonly StatedTotal[] {
  const found: StatedTotal[] = [];
  let run: { readonly count: number; readonly noun: string }[] = [];
  for (const line of lines) {
    const { label = "", count = "", noun = "" } = LINE.exec(line)?.groups ?? {};
    if (count === "") run = [];
    else if (IS_TOTAL.test(label.trim())) {
      const isOneKind = new Set(run.map((each) => each.noun)).size <= 1;
      if (run.length >= 2 && isOneKind)
        found.push({ total: wholeNumber(count), parts: run.map((each) => each.count), text: line.trim() });
      run = [];
    } else run.push({ count: wholeNumber(count), noun: noun.toLowerCase() });
  }
  return found;
}
