import type { Operation } from "../model/operation.js";
import { defineRule, type Moment } from "./rule.js";

export const foreignKeysLockSeveralTables = defineRule({
  id: "foreign-keys-lock-several-tables",
  hazard: "blocks-writes",
  severity: "info",
  title: "One transaction locks several tables for foreign keys",
  effect:
    "Each foreign key locks the table that it points to: with several of them the transaction waits for one lock while it holds others, and deadlocks with transactions that take them in another order.",
  remedy: "One foreign key for each transaction.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS",
  priorArt: { online_migrations: ["multiple_foreign_keys"], gitlab: ["create_table_with_foreign_keys"] },
  on: ["create-table", "add-constraint", "add-column"],

  *predict(operation, moment) {
    const parents = parentsOf(operation, moment);
    if (parents.length === 0) return;
    const before = new Set<string>();
    for (const { operation: other, sameTransaction } of moment.earlierOf("create-table", "add-constraint", "add-column")) {
      if (sameTransaction) for (const parent of parentsOf(other, moment)) before.add(parent);
      // Said once, where the second one comes.
      if (before.size > 1) return;
    }
    const all = new Set([...before, ...parents]);
    if (all.size < 2) return;
    yield {
      table: "table" in operation ? operation.table : null,
      message: `This transaction locks ${[...all].map((key) => key.replace(/^public\./u, "")).join(" and ")} for foreign keys: writers of all of them wait until COMMIT.`,
      witnesses: parents.slice(0, 1).map((relation) => ({ kind: "lock", relation, atLeast: "ShareRowExclusiveLock" })),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [
      "CREATE TABLE refunds (order_id bigint REFERENCES orders, customer_id bigint REFERENCES customers)",
      "CREATE TABLE a (order_id bigint REFERENCES orders); CREATE TABLE b (customer_id bigint REFERENCES customers)",
    ],
    good: [
      "CREATE TABLE refunds (order_id bigint REFERENCES orders)",
      {
        up: "CREATE TABLE a (order_id bigint REFERENCES orders); CREATE TABLE b (customer_id bigint REFERENCES customers)",
        transaction: "statement",
      },
    ],
  },
});

function parentsOf(operation: Operation, moment: Moment): readonly string[] {
  const constraints =
    operation.kind === "create-table"
      ? [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]
      : operation.kind === "add-column"
        ? operation.column.constraints
        : operation.kind === "add-constraint"
          ? [operation.constraint]
          : [];
  const keys = constraints.flatMap(({ references }) => (references === null ? [] : [moment.key(references.table)]));
  return [...new Set(keys)].filter((key) => moment.mayHoldRows(key));
}
