import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableWithoutComment = defineRule({
  id: "table-without-comment",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new table without a comment",
  effect: "Whoever meets it later has to ask what its rows are.",
  remedy: "COMMENT ON TABLE … IS '…' in the same change.",
  source: "https://www.postgresql.org/docs/current/sql-comment.html",
  priorArt: { bytebase: ["TABLE_COMMENT"] },
  on: "create-table",

  *predict({ table, temporary, partitionOf }, { later, key }) {
    if (temporary || partitionOf !== null) return;
    const told = later.some(
      ({ operation }) =>
        operation.kind === "comment" && operation.object === "table" && !operation.empty && key(operation.name) === key(table),
    );
    if (told) return;
    yield { table, message: `No comment says what a row of ${sqlText.name(table)} is.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE refunds (id bigint PRIMARY KEY)"],
    good: [
      "CREATE TABLE refunds (id bigint PRIMARY KEY); COMMENT ON TABLE refunds IS 'Money that went back, one row a payment.'",
    ],
  },
});
