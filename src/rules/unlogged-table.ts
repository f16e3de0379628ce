import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const unloggedTable = defineRule({
  id: "unlogged-table",
  preset: "style",
  hazard: "advice",
  severity: "warning",
  title: "An unlogged table",
  effect: "It is empty after a crash, and always empty on replicas.",
  remedy: "A logged table, unless its rows can be made anew at any time.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED",
  priorArt: {},
  on: "create-table",

  *predict({ table, unlogged }) {
    if (!unlogged) return;
    yield {
      table,
      message: `${sqlText.name(table)} is unlogged: a crash empties it, and replicas never have its rows.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE UNLOGGED TABLE scratch (n int)"],
    good: ["CREATE TABLE scratch (n int)"],
  },
});
