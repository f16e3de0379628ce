import type { CreateIndex } from "../model/operation.js";
import { lockAndScan } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, NO_TRANSACTION, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const createIndexBlocksWrites = defineRule({
  id: "create-index-blocks-writes",
  hazard: "blocks-writes",
  severity: "error",
  title: "CREATE INDEX blocks writes while it builds",
  effect: "It holds a SHARE lock on the table for the whole build: every INSERT, UPDATE and DELETE waits, readers go on.",
  remedy: "CREATE INDEX CONCURRENTLY, in a migration of its own, outside of a transaction.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: {
    squawk: ["require-concurrent-index-creation"],
    pgfence: ["create-index-not-concurrent"],
    strong_migrations: ["add_index"],
    eugene: ["E6"],
    atlas: ["PG101"],
    migrationpilot: ["MP001"],
  },
  on: "create-index",

  *predict(operation, moment) {
    const { table, concurrently, index } = operation;
    const key = moment.key(table);
    if (concurrently || moment.table(table)?.kind === "partitioned" || !moment.mayHoldRows(table)) return;
    if (!moment.effects.indexBuilds.some(({ relation }) => relation === key)) return;
    // Nobody writes a materialized view but those who refresh it.
    const stored = moment.catalog.views.has(key);
    yield {
      table,
      ...(stored ? { severity: "info" } : {}),
      message: `${stored ? "Refreshes of" : "Writes to"} ${sqlText.name(table)} wait while ${index === null ? "the index" : `the index ${index}`} is built.`,
      fix: fixOf(NO_TRANSACTION, `${concurrentText(operation, moment)};`),
      witnesses: lockAndScan(key, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["CREATE INDEX ON orders (placed_at)", "CREATE UNIQUE INDEX orders_note ON orders (note)"],
    good: [
      { up: "CREATE INDEX CONCURRENTLY ON orders (placed_at)", transaction: "statement" },
      "CREATE TABLE refunds (id bigint); CREATE INDEX ON refunds (id)",
    ],
  },
});

/** The statement with CONCURRENTLY. IF NOT EXISTS goes, since it would hide what a failed build leaves. */
function concurrentText(operation: CreateIndex, moment: Moment): string {
  const { table, unique, index, method, columns, where } = operation;
  const head = `CREATE ${unique ? "UNIQUE " : ""}INDEX CONCURRENTLY`;
  const rest = /^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(.*)$/isu.exec(writtenText(moment) ?? "")?.[1];
  if (rest !== undefined) return `${head} ${rest}`;
  const list = columns.map((column) => sqlText.identifier(column ?? "expression")).join(", ");
  const own = index === null ? "" : `${sqlText.identifier(index)} `;
  return `${head} ${own}ON ${sqlText.name(table)} USING ${method} (${list})${where === null ? "" : ` WHERE ${where.text}`}`;
}
