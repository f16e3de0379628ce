import { aimsAtMany } from "./rows-aimed-at.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const deleteInBulk = defineRule({
  id: "delete-in-bulk",
  hazard: "data-loss",
  severity: "warning",
  title: "DELETE by a filter, in one transaction",
  effect:
    "The rows that the filter finds are gone for good at COMMIT, and stay locked until then. How many that are, only the data tells: a filter that is wider than meant takes more, silently.",
  remedy:
    "Count what the filter finds first, save those rows, and delete them in batches by key, each batch in a transaction of its own.",
  source: "https://www.postgresql.org/docs/current/sql-delete.html",
  priorArt: { migrationpilot: ["MP067"] },
  on: "delete",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, where } = operation;
    if (!aimsAtMany(operation, moment) || !moment.mayHoldRows(table)) return;
    const text = sqlText.name(table);
    const rows = moment.table(table)?.rows ?? null;
    const condition = where === null ? "true" : where.text;
    yield {
      table,
      message: `The DELETE destroys the rows of ${text} that its filter finds${rows === null ? "" : ` (of ${rows.toLocaleString("en-US")} here)`} and keeps them locked until COMMIT.`,
      fix: {
        sql: `SELECT count(*) FROM ${text} WHERE ${condition};\n-- repeat until it deletes nothing, each time in a transaction of its own\nDELETE FROM ${text} WHERE ctid IN (\n  SELECT ctid FROM ${text} WHERE ${condition} LIMIT 5000);`,
        edits: [],
        verified: false,
      },
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n, CASE WHEN n % 2 = 0 THEN 'new' ELSE 'old' END FROM generate_series(1, 200) n;",
    bad: ["DELETE FROM orders WHERE state = 'old'", "DELETE FROM orders WHERE state LIKE 'o%'"],
    good: [
      "DELETE FROM orders WHERE id = 7",
      "DELETE FROM orders WHERE id IN (1, 2, 3)",
      "CREATE TABLE scratch (n int); INSERT INTO scratch VALUES (1); DELETE FROM scratch WHERE n > 0",
    ],
  },
});
