import { patternOf } from "../postgres/pattern-of.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const offsetLoopSkipsRows = defineRule({
  id: "offset-loop-skips-rows",
  hazard: "data-loss",
  severity: "error",
  title: "A loop with OFFSET over a filter that shrinks",
  effect:
    "Each pass changes rows so that the filter finds them no more, and the next OFFSET then skips as many that were never touched: about half the rows stay as they were.",
  remedy: "Loop without OFFSET until no row is found, or page by the key: WHERE id > last ORDER BY id LIMIT n.",
  source: "https://www.postgresql.org/docs/current/queries-limit.html",
  priorArt: {},
  on: ["update", "delete"],

  *predict(operation, moment) {
    const { table, where } = operation;
    if (moment.site.inside !== "do" || !moment.mayHoldRows(table) || !/\bloop\b/iu.test(moment.statement.text)) return;
    // The page may be cut in the condition itself, in a WITH before it, or in the query of a loop around it.
    const inner = pageFilter(where?.text ?? "", table.name) ?? pageFilter(moment.statement.text, table.name);
    if (inner === null) return;
    const shrinks =
      operation.kind === "delete" ||
      operation.columns.some((column) => new RegExp(`(?<![\\w$])${patternOf(column)}(?![\\w$])`, "iu").test(inner));
    if (!shrinks) return;
    yield {
      table,
      message: `Each pass takes rows of ${sqlText.name(table)} out of the filter, and OFFSET skips as many of those that are left: about half of them are never reached.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text); INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      {
        title: "the flag that is set is the flag that is looked for",
        up: "DO $$ DECLARE at int := 0; BEGIN WHILE at < 200 LOOP UPDATE orders SET note = NULL WHERE id IN (SELECT id FROM orders WHERE note IS NOT NULL ORDER BY id LIMIT 50 OFFSET at); at := at + 50; END LOOP; END $$",
      },
      {
        title: "the page is cut by the query of the loop",
        up: "DO $$ DECLARE at int := 0; r record; BEGIN WHILE at < 200 LOOP FOR r IN SELECT id FROM orders WHERE note IS NOT NULL ORDER BY id LIMIT 50 OFFSET at LOOP UPDATE orders SET note = NULL WHERE id = r.id; END LOOP; at := at + 50; END LOOP; END $$",
      },
      {
        title: "the page is cut by a WITH",
        up: "DO $$ DECLARE at int := 0; BEGIN WHILE at < 200 LOOP WITH page AS (SELECT id FROM orders WHERE note IS NOT NULL ORDER BY id LIMIT 50 OFFSET at) UPDATE orders o SET note = NULL FROM page WHERE o.id = page.id; at := at + 50; END LOOP; END $$",
      },
    ],
    good: [
      {
        title: "the filter stays as it is",
        up: "DO $$ DECLARE at int := 0; BEGIN WHILE at < 200 LOOP UPDATE orders SET note = 'x' WHERE id IN (SELECT id FROM orders WHERE total > 0 ORDER BY id LIMIT 50 OFFSET at); at := at + 50; END LOOP; END $$",
      },
      {
        title: "no OFFSET",
        up: "DO $$ BEGIN LOOP UPDATE orders SET note = NULL WHERE id IN (SELECT id FROM orders WHERE note IS NOT NULL LIMIT 50); EXIT WHEN NOT FOUND; END LOOP; END $$",
      },
    ],
  },
});

/** What a SELECT of one page of the table is filtered by; null where no page is cut by an OFFSET that moves. */
function pageFilter(text: string, table: string): string | null {
  for (const piece of text.toLowerCase().split(";")) {
    const end = /\boffset\s+(?!0\b)[\w$(]/u.exec(piece)?.index;
    if (end === undefined || !/\blimit\b/u.test(piece)) continue;
    const query = piece.slice(piece.lastIndexOf("select", end), end);
    const from =
      query
        .split(/\bfrom\b/u)[1]
        ?.trim()
        .split(/[\s(),]+/u)[0] ?? "";
    const [, filter] = query.split(/\bwhere\b/u);
    if (from.replaceAll('"', "").split(".").at(-1) !== table.toLowerCase() || filter === undefined) continue;
    return filter.split(/\b(?:order|limit)\b/u)[0] ?? "";
  }
  return null;
}
