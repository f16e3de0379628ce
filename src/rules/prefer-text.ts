import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const preferText = defineRule({
  id: "prefer-text",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A text column with a limit in its type",
  effect:
    "The limit buys neither speed nor space in Postgres. Lowering it later reads the whole table, and a value one letter too long fails in production.",
  remedy: "Use text, with CHECK (length(c) <= n) where a limit is meant: it can be changed without touching the type.",
  source: "https://www.postgresql.org/docs/current/datatype-character.html",
  priorArt: {
    squawk: ["prefer-text-field"],
    pgfence: ["prefer-text-field"],
    "postgres-language-server": ["preferTextField"],
    bytebase: ["COLUMN_MAXIMUM_CHARACTER_LENGTH"],
    migrationpilot: ["MP037"],
  },
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "varchar" && type.modifiers.length > 0)) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is ${type.text}: text with a check is as fast, and its limit can move.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN note varchar(50)",
      "CREATE TABLE refunds (id bigint PRIMARY KEY, note character varying(20))",
      { title: "a change of type", up: "ALTER TABLE orders ALTER COLUMN total TYPE varchar(20)" },
    ],
    good: [
      "ALTER TABLE orders ADD COLUMN note text",
      "ALTER TABLE orders ADD COLUMN note varchar",
      "CREATE TEMPORARY TABLE scratch (note varchar(20))",
    ],
  },
});
