import { constraintsOf } from "./new-constraints.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const unnamedConstraint = defineRule({
  id: "unnamed-constraint",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A constraint without a name",
  effect: "The server makes up its name, which may differ between databases; a later migration that drops it has to guess.",
  remedy: "Name it: CONSTRAINT orders_total_positive CHECK (…).",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html",
  priorArt: {},
  on: ["create-table", "add-column", "add-constraint"],

  *predict(operation) {
    for (const { type, name } of constraintsOf(operation)) {
      if (name !== null || !["check", "unique", "exclude", "foreign-key"].includes(type)) continue;
      const message = `The ${type.replace("-", " ")} constraint on ${sqlText.name(operation.table)} has no name of yours.`;
      yield { table: operation.table, message, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CHECK (total > 0) NOT VALID",
      "CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint UNIQUE)",
    ],
    good: ["ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total > 0) NOT VALID"],
  },
});
