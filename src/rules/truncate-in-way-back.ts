import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const truncateInWayBack = defineRule({
  id: "truncate-in-way-back",
  hazard: "no-way-back",
  severity: "error",
  title: "The way back truncates a table",
  effect: "Rolling back empties a table that was there before the change, with every row that was written since.",
  remedy: "Take back by key what the change put there, or declare the change irreversible.",
  source: "https://www.postgresql.org/docs/current/sql-truncate.html",
  priorArt: {},
  on: ["truncate", "delete"],
  directions: ["down"],

  *predict(operation, moment) {
    const tables = operation.kind === "truncate" ? operation.tables : operation.bounded === "all" ? [operation.table] : [];
    for (const table of tables) {
      if (!moment.change.base.tables.has(moment.key(table)) || !moment.isShared(table)) continue;
      yield {
        table,
        message: `Rolling back empties ${sqlText.name(table)}, which this change did not create.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text); INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      { up: "INSERT INTO orders (id) VALUES (1000)", down: "TRUNCATE orders" },
      { up: "INSERT INTO orders (id) VALUES (1000)", down: "DELETE FROM orders" },
    ],
    good: [
      { up: "INSERT INTO orders (id) VALUES (1000)", down: "DELETE FROM orders WHERE id = 1000" },
      { up: "CREATE TABLE scratch (n int)", down: "TRUNCATE scratch; DROP TABLE scratch" },
    ],
  },
});
