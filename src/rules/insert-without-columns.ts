import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const insertWithoutColumns = defineRule({
  id: "insert-without-columns",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "An INSERT that does not name its columns",
  effect:
    "It depends on the order of the columns, which differs between databases whose columns were dropped and added again, and it fails or misplaces values once a column is added.",
  remedy: "INSERT INTO orders (id, total) VALUES …",
  source: "https://www.postgresql.org/docs/current/sql-insert.html",
  priorArt: {},
  on: "insert",

  *predict({ table, columns, source }) {
    if (columns.length > 0 || source === "default") return;
    yield { table, message: `The INSERT into ${sqlText.name(table)} depends on the order of its columns.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["INSERT INTO orders VALUES (1000, 5)"],
    good: ["INSERT INTO orders (id, total) VALUES (1000, 5)"],
  },
});
