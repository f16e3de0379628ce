import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const indexDroppedInSameChange = defineRule({
  id: "index-dropped-in-same-change",
  hazard: "advice",
  severity: "warning",
  title: "An index is built and dropped in one change",
  effect: "The build reads the whole table, and what it made is thrown away before any query used it.",
  remedy: "Leave both statements out.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html",
  priorArt: { migrationpilot: ["SQ004"] },
  on: "create-index",

  *predict({ index, table }, moment) {
    if (index === null || !moment.mayHoldRows(table)) return;
    const dropped = moment
      .laterOf("drop-index")
      .find(({ operation }) => operation.kind === "drop-index" && operation.indexes.some(({ name }) => name === index));
    const again = moment
      .laterOf("create-index")
      .some(({ operation }) => operation.kind === "create-index" && operation.index === index);
    if (dropped === undefined || again) return;
    yield {
      table,
      message: `The index ${index} of ${sqlText.name(table)} is built here, and line ${dropped.statement.place.line} of ${dropped.statement.place.file} drops it again.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["CREATE INDEX fresh ON orders (note); DROP INDEX fresh"],
    good: [
      "CREATE INDEX fresh ON orders (note)",
      "CREATE TABLE scratch (n int); CREATE INDEX fresh ON scratch (n); DROP INDEX fresh",
    ],
  },
});
