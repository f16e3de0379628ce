import { namesIn } from "./new-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const nameNotSnakeCase = defineRule({
  id: "name-not-snake-case",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A name that has to be quoted",
  effect:
    "Without quotes Postgres folds names to lower case: a name with capitals, blanks or dashes has to be quoted in every query for ever, and is not found where somebody forgets.",
  remedy: "snake_case: lower case letters, digits and underscores.",
  source: "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
  priorArt: { atlas: ["NM101"], bytebase: ["NAMING_TABLE", "NAMING_COLUMN"] },
  on: [
    "create-table",
    "create-table-as",
    "add-column",
    "create-index",
    "add-constraint",
    "rename-table",
    "rename-column",
    "create-enum",
    "create-view",
  ],

  *predict(operation) {
    for (const { what, name, table } of namesIn(operation)) {
      if (/^[a-z_][a-z0-9_]*$/u.test(name)) continue;
      yield { table, message: `The ${what} ${sqlText.identifier(name)} has to be quoted in every query.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      'CREATE TABLE "orderLines" (id bigint PRIMARY KEY)',
      'ALTER TABLE orders ADD COLUMN "placedAt" timestamptz',
      'ALTER TABLE orders RENAME TO "Orders"',
    ],
    good: [
      "CREATE TABLE order_lines (id bigint PRIMARY KEY)",
      { title: "capitals without quotes are folded", up: "CREATE TABLE OrderLines (id bigint PRIMARY KEY)" },
    ],
  },
});
