import type { ConstraintDefinition } from "../model/operation.js";
import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, notNullSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setNotNullScans = defineRule({
  id: "set-not-null-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "SET NOT NULL reads every row under ACCESS EXCLUSIVE",
  effect:
    "The whole table is checked while nobody can read or write it, and it fails on the first NULL. From PostgreSQL 12 a validated CHECK (column IS NOT NULL) saves the scan.",
  remedy: "Add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, SET NOT NULL, and drop the check.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["adding-not-nullable-field"],
    pgfence: ["alter-column-set-not-null"],
    strong_migrations: ["change_column_null"],
    eugene: ["E2"],
    atlas: ["PG303"],
    migrationpilot: ["MP002"],
  },
  on: ["set-not-null", "add-constraint"],

  *predict(operation, moment) {
    const { table } = operation;
    const columns = operation.kind === "set-not-null" ? [operation.column] : notNullColumns(operation.constraint);
    const work = grownIn(table, moment);
    if (columns.length === 0 || work.length === 0) return;
    const text = sqlText.name(table);
    yield {
      table,
      message: `Nobody can read or write ${text} while every row is checked for a NULL in ${columns.join(", ")}.`,
      fix: fixOf(...notNullSteps(table, columns)),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; ALTER TABLE orders ADD CONSTRAINT total_there CHECK (total IS NOT NULL); CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
      { title: "a partitioned table", up: "ALTER TABLE events ALTER COLUMN day SET NOT NULL" },
      { up: "ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note", serverMajor: 18 },
      {
        title: "the check that proves it goes in the same statement, and goes first",
        up: "ALTER TABLE orders ALTER COLUMN total SET NOT NULL, DROP CONSTRAINT total_there",
      },
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN total SET NOT NULL",
      "ALTER TABLE orders ALTER COLUMN id SET NOT NULL",
      { up: "ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note NOT VALID", serverMajor: 18 },
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ALTER COLUMN n SET NOT NULL",
    ],
  },
});

/** NOT NULL as a constraint with a name is new in 18. */
function notNullColumns({ type, columns }: ConstraintDefinition): readonly string[] {
  return type === "not-null" ? columns : [];
}
