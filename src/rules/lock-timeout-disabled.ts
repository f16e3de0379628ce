import { defineRule } from "./rule.js";

export const lockTimeoutDisabled = defineRule({
  id: "lock-timeout-disabled",
  hazard: "advice",
  severity: "warning",
  title: "lock_timeout is switched off",
  effect: "Zero means no limit: the statements that follow wait for as long as it takes, and everyone queues behind them.",
  remedy: "Set a few seconds.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  priorArt: { pgfence: ["lock-timeout-zero"], strong_migrations: ["lock_timeout_limit"] },
  on: "set",

  *predict({ name, value }, moment) {
    if (name.toLowerCase() !== "lock_timeout" || value === null || !/^0\s*(us|ms|s|min|h|d)?$/u.test(value.trim())) return;
    if (!moment.later.some(({ operation }) => /^(add|alter|drop|set|rename|create-index|truncate)/u.test(operation.kind))) return;
    yield {
      table: null,
      message: "lock_timeout = 0 switches the limit off for what follows.",
      fix: { sql: "SET lock_timeout = '2s';", edits: [], verified: false },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["SET lock_timeout = 0; ALTER TABLE orders ADD COLUMN state text"],
    good: ["SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text"],
  },
});
