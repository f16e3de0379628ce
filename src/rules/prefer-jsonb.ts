import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const preferJsonb = defineRule({
  id: "prefer-jsonb",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A column of type json",
  effect:
    "It is kept as text and parsed at each use; it has no equality, so DISTINCT, GROUP BY and UNION over it fail, and no GIN index.",
  remedy: "Use jsonb, unless the exact text or repeated keys matter.",
  source: "https://www.postgresql.org/docs/current/datatype-json.html",
  priorArt: {},
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "json")) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is json: it has no equality and no index, and is parsed at each use.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN details json"],
    good: ["ALTER TABLE orders ADD COLUMN details jsonb"],
  },
});
