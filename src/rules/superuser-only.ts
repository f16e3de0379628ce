import { defineRule } from "./rule.js";

export const superuserOnly = defineRule({
  id: "superuser-only",
  hazard: "security",
  severity: "warning",
  title: "Only a superuser may do this",
  effect: "ALTER SYSTEM and the like change the whole server, cannot be rolled back, and are refused on managed Postgres.",
  remedy: "Leave it to those who run the server.",
  source: "https://www.postgresql.org/docs/current/sql-altersystem.html",
  priorArt: { bytebase: ["STATEMENT_DISALLOW_SUPERUSER"] },
  on: "other",

  *predict(_operation, moment) {
    if (
      !/^\s*(?:alter\s+system|load\s+'|create\s+tablespace|create\s+(?:role|user)\b.*\bsuperuser|alter\s+(?:role|user)\b.*\bsuperuser)/isu.test(
        moment.statement.text,
      ) ||
      /\bnosuperuser\b/iu.test(moment.statement.text)
    )
      return;
    yield {
      table: null,
      message: "Only a superuser may do this, and on managed Postgres nobody is one.",
      witnesses: [{ kind: "error", sqlstates: ["42501", "25001"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [{ up: "ALTER SYSTEM SET work_mem = '64MB'", transaction: "statement" }],
    good: ["SET work_mem = '64MB'"],
  },
});
