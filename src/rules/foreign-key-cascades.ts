import { constraintsOf } from "./new-constraints.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyCascades = defineRule({
  id: "foreign-key-cascades",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A foreign key that deletes along",
  effect: "One DELETE takes rows of other tables with it, unasked, and locks all of them in one transaction.",
  remedy: "ON DELETE RESTRICT, and delete on purpose, in batches.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: { bytebase: ["STATEMENT_DISALLOW_ON_DEL_CASCADE"] },
  on: ["create-table", "add-column", "add-constraint"],

  *predict(operation) {
    for (const { references } of constraintsOf(operation)) {
      if (references?.onDelete !== "cascade") continue;
      const [child, parent] = [sqlText.name(operation.table), sqlText.name(references.table)];
      yield {
        table: operation.table,
        message: `A DELETE of one row of ${parent} deletes all its rows of ${child}.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint REFERENCES orders ON DELETE CASCADE)",
      "ALTER TABLE orders ADD COLUMN parent_id bigint REFERENCES orders ON DELETE CASCADE",
    ],
    good: ["CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint REFERENCES orders)"],
  },
});
