import { lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const createIndexBlocksWrites = defineRule({
  id: "create-index-blocks-writes",
  hazard: "blocks-writes",
  severity: "error",
  title: "CREATE INDEX blocks writes while it builds",
  effect: "It holds a SHARE lock on the table for the whole build: every INSERT, UPDATE and DELETE waits, readers go on.",
  remedy: "CREATE INDEX CONCURRENTLY, in a migration of its own, outside of a transaction.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: { squawk: ["require-concurrent-index-creation"], pgfence: ["create-index-not-concurrent"], strong_migrations: ["add_index"], eugene: ["E6"], atlas: ["PG101"], migrationpilot: ["MP001"] },
  on: "create-index",

  *predict(operation, moment) {
    const { table, concurrently, index, unique } = operation;
    const key = moment.key(table);
    if (concurrently || moment.table(table)?.kind === "partitioned" || !moment.mayHoldRows(table)) return;
    if (!moment.effects.indexBuilds.some(({ relation }) => relation === key)) return;
    const rest = moment.statement.text.replace(/^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+/iu, "");
    yield {
      table,
      message: `Writes to ${sqlText.name(table)} wait while ${index === null ? "the index" : `the index ${index}`} is built.`,
      fix: { sql: `-- in a file of its own that its tool does not wrap in a transaction\nCREATE ${unique ? "UNIQUE " : ""}INDEX CONCURRENTLY ${rest};`, edits: [], verified: false },
      witnesses: lockAndScan(key, moment),
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE INDEX ON orders (placed_at)",
      "CREATE UNIQUE INDEX orders_note ON orders (note)",
    ],
    good: [
      { up: "CREATE INDEX CONCURRENTLY ON orders (placed_at)", transaction: "statement" },
      "CREATE TABLE refunds (id bigint); CREATE INDEX ON refunds (id)",
    ],
  },
});
