import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const volatileCheck = defineRule({
  id: "volatile-check",
  hazard: "advice",
  severity: "warning",
  title: "A CHECK that depends on the moment",
  effect:
    "It is only tried when a row is written: rows that were right then may be wrong now, and a dump of them cannot be restored.",
  remedy: "Check against another column, or in a trigger.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS",
  priorArt: { migrationpilot: ["MP034"] },
  on: ["add-constraint", "add-column", "create-table"],

  *predict(operation) {
    const constraints =
      operation.kind === "add-constraint"
        ? [operation.constraint]
        : operation.kind === "add-column"
          ? operation.column.constraints
          : [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)];
    for (const { type, expression } of constraints) {
      const found = type === "check" && expression !== null ? MOMENTARY.exec(expression.text)?.[0] : undefined;
      if (found === undefined) continue;
      yield {
        table: operation.table,
        message: `The CHECK on ${sqlText.name(operation.table)} asks ${found}, which says something else tomorrow.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [
      "ALTER TABLE orders ADD COLUMN due date CHECK (due > current_date)",
      "CREATE TABLE plans (due timestamptz CHECK (due > now()))",
    ],
    good: ["ALTER TABLE orders ADD COLUMN due date CHECK (due > '2020-01-01')"],
  },
});

const MOMENTARY = /\b(?:now\(\)|current_(?:date|timestamp|time|user)|localtimestamp|clock_timestamp\(\)|random\(\))/iu;
