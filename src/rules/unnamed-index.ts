import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const unnamedIndex = defineRule({
  id: "unnamed-index",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "An index without a name",
  effect:
    "The server makes up its name, with a number behind it where that is taken; a later migration that drops it has to guess.",
  remedy: "CREATE INDEX orders_total_idx ON …",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html",
  priorArt: {},
  on: "create-index",

  *predict({ index, table }) {
    if (index !== null) return;
    yield { table, message: `The index on ${sqlText.name(table)} has no name of yours.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE INDEX ON orders (total)"],
    good: ["CREATE INDEX orders_total_idx ON orders (total)"],
  },
});
