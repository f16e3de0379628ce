import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const detachPartitionBlocks = defineRule({
  id: "detach-partition-blocks",
  hazard: "blocks-reads",
  severity: "warning",
  title: "DETACH PARTITION closes the whole partitioned table for a moment",
  effect: "ACCESS EXCLUSIVE on the parent, the partition and DEFAULT until COMMIT; the work itself is short.",
  remedy:
    "DETACH PARTITION … CONCURRENTLY (PostgreSQL 14 or later, and only without a DEFAULT partition), outside of a transaction; otherwise a short lock_timeout, and COMMIT right after it.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["require-concurrent-partition-detach"],
    pgfence: ["detach-partition"],
    "postgres-language-server": ["requireConcurrentDetachPartition"],
    migrationpilot: ["MP046"],
  },
  on: "detach-partition",

  *predict({ table, partition, concurrently, finalize }, moment) {
    if (concurrently || finalize || !moment.mayHoldRows(table)) return;
    const hasDefault = [...moment.catalog.tables.values()].some(
      ({ partitionOf, isDefaultPartition }) => isDefaultPartition && partitionOf === moment.key(table),
    );
    yield {
      table,
      message: `Detaching ${sqlText.name(partition)} closes ${sqlText.name(table)} to readers and writers until COMMIT.`,
      // Refused before 14, and wherever there is a DEFAULT partition.
      ...(moment.serverMajor < 14 || hasDefault
        ? {}
        : {
            fix: {
              ...fixOf(
                NO_TRANSACTION,
                `ALTER TABLE ${sqlText.name(table)} DETACH PARTITION ${sqlText.name(partition)} CONCURRENTLY;`,
              ),
              differs: `${sqlText.name(partition)} keeps a CHECK like its bound, so that it can come back without a scan`,
            },
          }),
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); INSERT INTO events SELECT n, '2026-01-05' FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE events DETACH PARTITION events_1"],
    good: [
      { up: "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY", transaction: "statement" },
      "CREATE TABLE logs (id bigint) PARTITION BY RANGE (id); CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (9); ALTER TABLE logs DETACH PARTITION logs_1",
    ],
  },
});
