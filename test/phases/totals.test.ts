import { describe, expect, test } from "vitest";
import { falseTotals } from "../../src/phases/totals/false-totals.js";

const isTable = (word: string) => ["nodes", "node", "orders"].includes(word.toLowerCase());
const found = (text: string) =>
  falseTotals([{ source: "here", text }], isTable).map(({ total, sum, parts }) => ({ total, sum, parts }));

describe("a total that is not the sum of its parts", () => {
  const wrong = { total: 907, sum: 759, parts: [459, 290, 10] };
  test.each([
    "907 rows: 459 chapters, 290 figures, 10 footnotes",
    "Nodes affected: 907 (459 chapters, 290 figures, 10 footnotes). Nodes unchanged: 298.",
    "This links 907 nodes (459 chapters, 290 figures and 10 footnotes).",
    "The backfill creates relationships for 907 rows (chapters: 459, figures: 290, footnotes: 10).",
    "459 chapters + 290 figures + 10 footnotes = 907",
    "Rows: **907** (`459` chapters, `290` figures, `10` footnotes)",
    "It inserts 907 rows: 459 chapters,\n290 figures and 10 footnotes.",
    "- chapters: 459\n- figures: 290\n- footnotes: 10\n- **Total**: 907",
    "chapters: 459 rows\nfigures: 290 rows\nfootnotes: 10 rows\ntotal: 907 rows",
    "| kind | rows |\n| --- | ---: |\n| chapters | 459 |\n| figures | 290 |\n| footnotes | 10 |\n| **Total** | 907 |",
  ])("is found in: %s", (text) => {
    expect(found(text)).toEqual([wrong]);
  });

  test("thousands have commas", () => {
    expect(found("1,205 rows (1,000 old, 200 new)")).toEqual([{ total: 1205, sum: 1200, parts: [1000, 200] }]);
  });
});

describe("no alarm", () => {
  test.each([
    ["it adds up", "907 rows: 459 chapters, 290 figures, 158 footnotes"],
    ["a step has a number", "Step 30: 20 rows updated, 5 rows deleted"],
    ["the list is of other things", "12 migrations: 3 tables, 5 indexes"],
    ["one part only", "907 rows (459 chapters)"],
    ["a few of many", "1,000 rows (10 skipped, 3 failed)"],
    ["rough figures", "about 900 rows (450 chapters, 290 figures, 10 footnotes)"],
    ["rough figures with a sign", "~907 rows (459 chapters, 290 figures, 10 footnotes)"],
    ["shares", "907 rows: 50% chapters, 40% figures"],
    ["times", "200 rows (120 ms, 30 ms)"],
    ["dates and versions", "Updated 2026-01-02: 14.2, 15.1 and 16.0"],
    ["a number that names something", "Fixes issue 907 (459 rows, 290 rows)"],
    ["a list that goes on", "907 rows: 459 chapters, 290 figures, and some footnotes"],
    ["a table without a total", "| kind | rows |\n| --- | --- |\n| a | 459 |\n| b | 290 |\n| c | 907 |"],
    ["averages", "| kind | avg |\n| --- | --- |\n| a | 459 |\n| b | 290 |\n| total | 907 |"],
    ["different things in a list", "- users: 10 tables\n- orders: 20 indexes\n- total: 45 objects"],
    ["a formula that goes on", "a = 459 + 290 = 907 - 158"],
    ["SQL", "SELECT count(*) FROM orders WHERE total IN (459, 290, 10) -- 907"],
    ["ids", "rows 907 (ids 459, 290, 10)"],
  ])("%s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test("text made to take long does not", () => {
    expect(found("1 a, ".repeat(19_000))).toEqual([]);
    expect(found(`907 rows (${"1 a, ".repeat(180)}`)).toEqual([]);
    expect(found(`907 rows: ${"1 + ".repeat(200)}`)).toEqual([]);
  });
});
