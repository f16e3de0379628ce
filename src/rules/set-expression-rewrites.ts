import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const setExpressionRewrites = defineRule({
  id: "set-expression-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "A new expression for a generated column rewrites the table",
  effect:
    "SET EXPRESSION (17 and later) computes a stored column for every row, in a new copy of the table, under ACCESS EXCLUSIVE.",
  remedy: "Add a second column, fill it in batches, and switch the readers over.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-EXPRESSION",
  priorArt: {},
  on: "set-generated",

  *predict({ table, column, action }, moment) {
    const work = grownIn(table, moment);
    if (action !== "set-expression" || work.length === 0) return;
    yield {
      table,
      message: `Nobody can read or write ${sqlText.name(table)} while ${column} is computed anew for every row.`,
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, twice int GENERATED ALWAYS AS (total * 2) STORED); INSERT INTO orders (id, total) SELECT n, n FROM generate_series(1, 200) n;",
    bad: [{ up: "ALTER TABLE orders ALTER COLUMN twice SET EXPRESSION AS (total * 3)", serverMajor: 17 }],
    good: ["ALTER TABLE orders ALTER COLUMN twice DROP EXPRESSION"],
  },
});
