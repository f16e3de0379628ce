import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const autovacuumDisabled = defineRule({
  id: "autovacuum-disabled",
  hazard: "advice",
  severity: "warning",
  title: "Autovacuum is switched off for a table",
  effect: "Dead rows stay, the table grows, and planner statistics age until someone vacuums it by hand.",
  remedy: "Tune its thresholds instead, or set it back in the same change.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html#RELOPTION-AUTOVACUUM-ENABLED",
  priorArt: { migrationpilot: ["MP024"] },
  on: "set-table-options",

  *predict({ table, options, reset }, moment) {
    if (reset || !/^(?:false|off|0|no)$/iu.test(options["autovacuum_enabled"] ?? options["toast.autovacuum_enabled"] ?? ""))
      return;
    const back = moment.later.some(
      ({ operation }) =>
        operation.kind === "set-table-options" &&
        "autovacuum_enabled" in operation.options &&
        moment.key(operation.table) === moment.key(table),
    );
    if (back || !moment.isShared(table)) return;
    yield {
      table,
      message: `Autovacuum is off for ${sqlText.name(table)} from now on: dead rows stay until someone vacuums by hand.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["ALTER TABLE orders SET (autovacuum_enabled = false)"],
    good: [
      "ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.01)",
      "ALTER TABLE orders SET (autovacuum_enabled = off); ALTER TABLE orders RESET (autovacuum_enabled)",
    ],
  },
});
