import { defineRule } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const typeChangeDropsStatistics = defineRule({
  id: "type-change-drops-statistics",
  hazard: "advice",
  severity: "info",
  title: "A changed type forgets the column’s statistics",
  effect: "The planner knows nothing of the column until the next ANALYZE, and may choose bad plans meanwhile.",
  remedy: "ANALYZE the column right after the change.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {},
  on: "alter-column-type",

  *predict({ table, column }, moment) {
    if (!moment.mayHoldRows(table) || moment.column(table, column) === undefined) return;
    const analyzed = moment.later.some(
      ({ operation }) =>
        operation.kind === "analyze" &&
        (operation.tables.length === 0 || operation.tables.some((name) => moment.key(name) === moment.key(table))),
    );
    if (analyzed) return;
    yield {
      table,
      message: `The statistics of ${sqlText.name(table)}.${sqlText.identifier(column)} are gone until the next ANALYZE.`,
      fix: { ...fixOf(`ANALYZE ${sqlText.name(table)} (${sqlText.identifier(column)});`), role: "after" },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["ALTER TABLE orders ALTER COLUMN note TYPE varchar"],
    good: [
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar; ANALYZE orders",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch ALTER COLUMN n TYPE bigint",
    ],
  },
});
