import type { StatedTotal } from "./totals-in-sentence.js";
import { wholeNumber } from "./whole-number.js";

const IS_TOTAL = /^(?:(?:grand\s+)?total|sum|altogether|overall)(?:\s+(?:rows?|records?|count))?:?$/iu;
/** Columns whose figures nobody adds. */
const NO_SUM =
  /\b(id|ids|avg|average|mean|median|max|min|rate|ratio|share|percent|year|version|unique|distinct|ms|seconds?|time)\b|%/iu;
const WHOLE = /^(?:\d{1,3}(?:,\d{3})+|\d{1,12})$/u;

/** Tables in Markdown whose last row is a total: one for each column of whole numbers. */
export function totalsInTable(lines: readonly string[]): readonly StatedTotal[] {
  return tablesIn(lines).flatMap(([head = [], ruler = [], ...rows]) => {
    const last = rows.at(-1);
    const parts = rows.slice(0, -1);
    const isTable = ruler.every((cell) => /^:?-+:?$/u.test(cell));
    if (!isTable || last === undefined || parts.length < 2 || !IS_TOTAL.test(last[0] ?? "")) return [];
    if (parts.some(([first = ""]) => /\btotal\b/iu.test(first))) return [];
    return last.flatMap((total, column) => {
      const cells = parts.map((row) => row[column] ?? "");
      if (column === 0 || NO_SUM.test(head[column] ?? "") || ![total, ...cells].every((cell) => WHOLE.test(cell))) return [];
      return [
        {
          total: wholeNumber(total),
          parts: cells.map(wholeNumber),
          text: `${head[column] ?? ""}: ${cells.join(", ")}; total ${total}`,
        },
      ];
    });
  });
}

type Row = readonly string[];

function tablesIn(lines: readonly string[]): readonly (readonly Row[])[] {
  const tables: Row[][] = [];
  let table: Row[] | null = null;
  for (const line of lines) {
    if (!/^\s*\|.*\|\s*$/u.test(line)) table = null;
    else {
      if (table === null) {
        table = [];
        tables.push(table);
      }
      table.push(
        line
          .trim()
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      );
    }
  }
  return tables;
}
