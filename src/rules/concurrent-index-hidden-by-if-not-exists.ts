import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const concurrentIndexHiddenByIfNotExists = defineRule({
  id: "concurrent-index-hidden-by-if-not-exists",
  hazard: "advice",
  severity: "warning",
  title: "IF NOT EXISTS hides an invalid index",
  effect:
    "A concurrent build that failed leaves an invalid index under the name. The next run skips it because it exists: it costs every write and serves no query.",
  remedy: "Without IF NOT EXISTS; or first DROP INDEX CONCURRENTLY IF EXISTS.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: { migrationpilot: ["MP070"] },
  on: "create-index",

  *predict({ concurrently, ifNotExists, index, table }, moment) {
    if (!concurrently || !ifNotExists || index === null || !moment.isShared(table)) return;
    const dropped = moment.earlier.some(
      ({ operation }) => operation.kind === "drop-index" && operation.indexes.some(({ name }) => name === index),
    );
    if (dropped) return;
    yield {
      table,
      message: `If the build of ${index} fails once, the next run skips the invalid index that it left on ${sqlText.name(table)}.`,
      fix: {
        sql: `DROP INDEX CONCURRENTLY IF EXISTS ${sqlText.identifier(index)};\n${moment.statement.text.replace(/IF\s+NOT\s+EXISTS\s+/iu, "")};`,
        edits: [],
        verified: false,
      },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [{ up: "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note ON orders (note)", transaction: "statement" }],
    good: [
      { up: "CREATE INDEX CONCURRENTLY orders_note ON orders (note)", transaction: "statement" },
      {
        up: "DROP INDEX CONCURRENTLY IF EXISTS orders_note; CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note ON orders (note)",
        transaction: "statement",
      },
    ],
  },
});
