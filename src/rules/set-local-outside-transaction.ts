import { defineRule } from "./rule.js";

export const setLocalOutsideTransaction = defineRule({
  id: "set-local-outside-transaction",
  hazard: "advice",
  severity: "warning",
  title: "SET LOCAL outside of a transaction has no effect",
  effect: "The server only warns; the timeout that it was meant to set is not in force.",
  remedy: "SET without LOCAL, or put it into the transaction.",
  source: "https://www.postgresql.org/docs/current/sql-set.html",
  priorArt: {},
  on: "set",

  *predict({ scope, name }, moment) {
    if (scope !== "local" || moment.inTransaction || moment.site.inside === "do") return;
    if (!/^\s*set\b/iu.test(moment.statement.text)) return;
    yield {
      table: null,
      message: `SET LOCAL ${name} has no effect here: no transaction is open.`,
      fix: { sql: `${moment.statement.text.replace(/\blocal\s+/iu, "")};`, edits: [], verified: false },
      witnesses: [{ kind: "notice", includes: "SET LOCAL can only be used in transaction blocks" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [{ up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text", transaction: "statement" }],
    good: [
      "SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
      { up: "SET lock_timeout = '2s'", transaction: "statement" },
    ],
  },
});
