import { BRINGS_COLUMNS, newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const nullableBoolean = defineRule({
  id: "nullable-boolean",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A boolean that may be NULL",
  effect: "It has three states; WHERE NOT flag leaves out the rows in the third.",
  remedy: "NOT NULL with a default.",
  source: "https://www.postgresql.org/docs/current/functions-logical.html",
  priorArt: { bytebase: ["COLUMN_NO_NULL"] },
  on: BRINGS_COLUMNS,

  *predict(operation) {
    for (const { table, column } of newColumns(operation)) {
      if (column.type.name !== "bool" || column.type.array || column.notNull) continue;
      const name = `${sqlText.name(table)}.${sqlText.identifier(column.name)}`;
      yield {
        table,
        message: `${name} may be NULL, so WHERE NOT ${sqlText.identifier(column.name)} leaves those rows out.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN paid boolean"],
    good: ["ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false"],
  },
});
