import { durationOf } from "./duration-of.js";
import { defineRule } from "./rule.js";

export const lockTimeoutTooLong = defineRule({
  id: "lock-timeout-too-long",
  hazard: "advice",
  severity: "warning",
  title: "lock_timeout is longer than users wait",
  effect:
    "While a statement waits for its lock, everyone who comes later waits behind it: a limit of a minute lets the whole table stand still for a minute.",
  remedy: "A few seconds at most, and another try later.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  priorArt: { "safe-migrate": ["lock-timeout-too-long"], migrationpilot: ["MP057"] },
  on: "set",

  *predict({ name, value }, moment) {
    const milliseconds = durationOf(value);
    if (name.toLowerCase() !== "lock_timeout" || milliseconds === null || milliseconds <= LONG) return;
    if (
      !moment.later.some(({ operation }) =>
        /^(?:add|alter|drop|set|rename|create-index|create-trigger|truncate)/u.test(operation.kind),
      )
    )
      return;
    yield {
      table: null,
      message: `lock_timeout = ${value ?? ""} lets everyone who comes after a waiting statement wait as long.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["SET lock_timeout = '5min'; ALTER TABLE orders ADD COLUMN state text"],
    good: ["SET lock_timeout = '3s'; ALTER TABLE orders ADD COLUMN state text", "SET lock_timeout = '30s'; SELECT 1"],
  },
});

const LONG = 30_000;
