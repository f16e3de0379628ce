import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const defaultLeavesOldRows = defineRule({
  id: "default-leaves-old-rows",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A default is set, and the rows that are there keep their NULL",
  effect: "SET DEFAULT is for rows to come: it changes none that exists.",
  remedy: "Fill the old rows in batches, or say in a comment that they stay.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT",
  priorArt: { migrationpilot: ["MP048"] },
  on: "set-default",

  *predict({ table, column, expression }, moment) {
    const before = moment.column(table, column);
    if (expression.isNull || before === undefined || before.notNull || before.default !== null) return;
    if (!moment.mayHoldRows(table)) return;
    const filled = [...moment.earlier, ...moment.later].some(
      ({ operation }) =>
        operation.kind === "update" && moment.key(operation.table) === moment.key(table) && operation.columns.includes(column),
    );
    if (filled) return;
    const name = `${sqlText.name(table)}.${sqlText.identifier(column)}`;
    yield { table, message: `Rows that have no ${name} yet keep NULL: the default is for new ones.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'"],
    good: [
      "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'; UPDATE orders SET state = 'open' WHERE id BETWEEN 1 AND 100 AND state IS NULL",
      "ALTER TABLE orders ALTER COLUMN state SET DEFAULT NULL",
    ],
  },
});
