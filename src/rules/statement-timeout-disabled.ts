import { defineRule } from "./rule.js";

export const statementTimeoutDisabled = defineRule({
  id: "statement-timeout-disabled",
  hazard: "advice",
  severity: "info",
  title: "statement_timeout = 0 lifts the limit",
  effect: "Whatever follows may run, and hold its locks, for as long as it likes.",
  remedy: "Give long work a long limit of its own instead of none.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
  priorArt: {},
  on: "set",

  *predict({ name, value }, moment) {
    if (name.toLowerCase() !== "statement_timeout" || value === null || !/^0\s*(?:us|ms|s|min|h|d)?$/u.test(value.trim())) return;
    const closes = moment.later.some(
      ({ operation }) =>
        /^(?:add-c|alter-column|set-not-null|create-index|update|delete)/u.test(operation.kind) &&
        !("concurrently" in operation && operation.concurrently),
    );
    if (!closes) return;
    yield {
      table: null,
      message: "statement_timeout = 0: nothing ends what follows, however long it holds its locks.",
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["SET statement_timeout = 0; ALTER TABLE orders ADD COLUMN state text"],
    good: [
      "SET statement_timeout = '10min'; ALTER TABLE orders ADD COLUMN state text",
      { up: "SET statement_timeout = 0; CREATE INDEX CONCURRENTLY ON orders (note)", transaction: "statement" },
    ],
  },
});
