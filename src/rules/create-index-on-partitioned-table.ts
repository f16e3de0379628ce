import { lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION, partitionsOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const createIndexOnPartitionedTable = defineRule({
  id: "create-index-on-partitioned-table",
  hazard: "blocks-writes",
  severity: "error",
  title: "CREATE INDEX on a partitioned table locks every partition",
  effect:
    "All partitions are locked against writes, one build after another, until COMMIT. CONCURRENTLY is refused for partitioned tables.",
  remedy:
    "CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ALTER INDEX … ATTACH PARTITION for each.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE",
  priorArt: { atlas: ["PG108"], migrationpilot: ["MP092", "MP110"] },
  on: "create-index",

  *predict({ table, concurrently, only, index, columns, unique }, moment) {
    if (moment.table(table)?.kind !== "partitioned" || !moment.isShared(table)) return;
    const text = sqlText.name(table);
    // What follows the table's name: method, keys, INCLUDE, WHERE.
    const tail = /\bON\s+(?:ONLY\s+)?(?:(?:"[^"]+"|[\w$]+)\.)?(?:"[^"]+"|[\w$]+)\s*((?:USING|\().*)$/isu.exec(
      writtenText(moment) ?? "",
    )?.[1];
    const list = tail ?? `(${columns.map((column) => sqlText.identifier(column ?? "expression")).join(", ")})`;
    const name = index ?? `${table.name}_${columns.map((column) => column ?? "expr").join("_")}_idx`;
    const words = unique ? "UNIQUE INDEX" : "INDEX";
    const fix = fixOf(
      `CREATE ${words} ${sqlText.identifier(name)} ON ONLY ${text} ${list};`,
      ...partitionsOf(table, moment).flatMap((part) => {
        const own = { schema: part.schema, name: `${part.name}_${columns.map((column) => column ?? "expr").join("_")}_idx` };
        return [
          NO_TRANSACTION,
          `CREATE ${words} CONCURRENTLY ${sqlText.identifier(own.name)} ON ${sqlText.name(part)} ${list};`,
          `ALTER INDEX ${sqlText.name({ schema: table.schema, name })} ATTACH PARTITION ${sqlText.name(own)};`,
        ];
      }),
    );
    if (concurrently) {
      yield {
        table,
        hazard: "cannot-run",
        message: `${text} is partitioned, and the server refuses to build its index CONCURRENTLY.`,
        fix,
        witnesses: [{ kind: "error", sqlstates: ["0A000", "25001"] }],
      };
      return;
    }
    const built = [...new Set(moment.effects.indexBuilds.map(({ relation }) => relation))].filter((relation) =>
      moment.mayHoldRows(relation),
    );
    if (only || built.length === 0) return;
    yield {
      table,
      message: `Writes to ${built.length} ${built.length === 1 ? "partition" : "partitions"} of ${text} wait while the index is built on all of them.`,
      fix,
      witnesses: built.flatMap((key) => lockAndScan(key, moment)),
    };
  },

  examples: {
    before:
      "CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); INSERT INTO events SELECT n, '2026-01-05' FROM generate_series(1, 200) n;",
    bad: ["CREATE INDEX ON events (id)", { up: "CREATE INDEX CONCURRENTLY ON events (id)", transaction: "statement" }],
    good: [
      "CREATE INDEX events_id ON ONLY events (id)",
      {
        title: "every partition has one of the same keys",
        up: "CREATE INDEX CONCURRENTLY ON events_1 (id); CREATE INDEX ON events (id)",
        transaction: "statement",
      },
      "CREATE TABLE logs (id bigint) PARTITION BY RANGE (id); CREATE INDEX ON logs (id)",
    ],
  },
});
