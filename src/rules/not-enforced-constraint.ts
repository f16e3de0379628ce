import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const notEnforcedConstraint = defineRule({
  id: "not-enforced-constraint",
  hazard: "advice",
  severity: "info",
  title: "The constraint is NOT ENFORCED",
  effect: "It says what should hold and checks nothing (18 and later): wrong rows get in, and the planner does not trust it.",
  remedy: "NOT VALID holds new rows to it without a scan.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED",
  priorArt: {},
  on: ["add-constraint"],

  *predict({ table, constraint }) {
    if (!constraint.notEnforced) return;
    yield {
      table,
      message: `The constraint on ${sqlText.name(table)} is NOT ENFORCED: no row is ever held to it.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [{ up: "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT ENFORCED", serverMajor: 18 }],
    good: ["ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID"],
  },
});
