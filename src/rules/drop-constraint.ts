import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropConstraint = defineRule({
  id: "drop-constraint",
  hazard: "advice",
  severity: "warning",
  title: "A dropped constraint guards nothing any more",
  effect: "Rows that it would have refused get in from now on. Dropping a foreign key takes ACCESS EXCLUSIVE on both tables; dropping a primary key or unique constraint drops its index, and queries that used it scan.",
  remedy: "Add what replaces it first (NOT VALID, then VALIDATE), and drop the old one last.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { pgfence: ["drop-constraint"], atlas: ["CD101"], migrationpilot: ["MP055"] },
  on: "drop-constraint",

  *predict({ table, constraint }, moment) {
    if (!moment.isShared(table)) return;
    const known = moment.table(table)?.constraints.find(({ name }) => name === constraint);
    if (known === undefined && moment.catalog.complete) return;
    const born = moment.earlier.some(({ operation }) => operation.kind === "add-constraint" && operation.constraint.name === constraint);
    const replaced = [...moment.earlier, ...moment.later].some(
      ({ operation }) =>
        operation.kind === "add-constraint" &&
        moment.key(operation.table) === moment.key(table) &&
        (operation.constraint.name === constraint || (operation.constraint.type === known?.type && operation.constraint.columns.join() === known.columns.join())),
    );
    if (born || replaced) return;
    const parent = known?.references?.table;
    const also = parent === undefined ? "" : ` Its lock closes ${parent} to readers and writers for a moment as well.`;
    yield {
      table,
      message: `${sqlText.name(table)} loses ${known === undefined ? "the constraint" : NAMES[known.type]} ${constraint}.${also}`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, total int CONSTRAINT positive CHECK (total > 0), customer_id bigint CONSTRAINT orders_customer REFERENCES customers);",
    bad: ["ALTER TABLE orders DROP CONSTRAINT positive", "ALTER TABLE orders DROP CONSTRAINT orders_customer"],
    good: [
      "ALTER TABLE orders DROP CONSTRAINT positive; ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID",
      "ALTER TABLE orders DROP CONSTRAINT IF EXISTS never_there",
      "CREATE TABLE scratch (n int CONSTRAINT small CHECK (n < 9)); ALTER TABLE scratch DROP CONSTRAINT small",
    ],
  },
});

const NAMES = { check: "the check", "foreign-key": "the foreign key", unique: "the unique constraint", "primary-key": "its primary key", exclude: "the exclusion constraint", "not-null": "the constraint" } as const;
