import { defineRule } from "./rule.js";

export const lockTimeoutSetTooLate = defineRule({
  id: "lock-timeout-set-too-late",
  hazard: "advice",
  severity: "warning",
  title: "lock_timeout comes after the lock",
  effect: "A timeout holds for what follows it: the statement before it that closed the table had none.",
  remedy: "Set it in the first line.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  priorArt: { eugene: ["E9"] },
  on: "set",

  *predict({ name, value }, moment) {
    if (name.toLowerCase() !== "lock_timeout" || value === null || /^0/u.test(value)) return;
    const before = moment.earlier.filter(({ statement }) => statement.migration === moment.statement.migration);
    if (before.some(({ operation }) => operation.kind === "set" && operation.name.toLowerCase() === "lock_timeout")) return;
    const unguarded = before.find(
      ({ operation }) =>
        CLOSING.has(operation.kind) && "table" in operation && operation.table !== null && moment.mayHoldRows(operation.table),
    );
    if (unguarded === undefined) return;
    yield {
      table: null,
      message: `The lock_timeout comes after line ${unguarded.statement.place.line}, which waited for its lock without one.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["ALTER TABLE orders ADD COLUMN state text; SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN kind text"],
    good: [
      "SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
      "CREATE TABLE scratch (n int); SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
    ],
  },
});

const CLOSING: ReadonlySet<string> = new Set([
  "add-column",
  "drop-column",
  "alter-column-type",
  "set-not-null",
  "add-constraint",
  "drop-constraint",
  "rename-column",
  "rename-table",
  "create-index",
  "create-trigger",
]);
