import { inBatches } from "./in-batches.js";
import { aimsAtMany } from "./rows-aimed-at.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const updateInBulk = defineRule({
  id: "update-in-bulk",
  hazard: "locks-rows-in-bulk",
  severity: "warning",
  title: "UPDATE by a filter, in one transaction",
  effect: "All rows that the filter finds stay locked until COMMIT. How many that are, only the data tells.",
  remedy: "If the filter can find a large part of the table, backfill in batches by key range, each in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS",
  priorArt: { strong_migrations: ["change_column_null"], gitlab: ["update_large_table"], migrationpilot: ["MP011"] },
  on: "update",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, where } = operation;
    if (!aimsAtMany(operation, moment) || !moment.mayHoldRows(table)) return;
    const text = sqlText.name(table);
    const rows = moment.table(table)?.rows ?? null;
    // A column that this change adds is null or at its default in every row, so that a filter on it finds them all.
    const fresh = (where?.columns ?? []).some((column) =>
      moment.earlier.some(
        ({ operation }) =>
          operation.kind === "add-column" &&
          operation.column.name === column &&
          moment.key(operation.table) === moment.key(table),
      ),
    );
    yield {
      table,
      severity: fresh ? "error" : "warning",
      message: fresh
        ? `The UPDATE filters ${text} by a column that this change adds, so it can find every row and keeps them locked until COMMIT.`
        : `The UPDATE keeps all rows of ${text} that its filter finds locked until COMMIT${rows === null ? "" : ` (of ${rows.toLocaleString("en-US")} here)`}.`,
      fix: { sql: inBatches(operation, true, moment), edits: [], verified: false },
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 200) n;",
    bad: [
      "UPDATE orders SET state = 'old' WHERE state = 'new'",
      "ALTER TABLE orders ADD COLUMN kind text; UPDATE orders SET kind = 'web' WHERE kind IS NULL",
    ],
    good: ["UPDATE orders SET state = 'old' WHERE id = 7", "UPDATE orders SET state = 'old' WHERE id BETWEEN 1 AND 50"],
  },
});
