import { grownWork, lockAndScan, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, OWN_TRANSACTION, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const attachPartitionScans = defineRule({
  id: "attach-partition-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "A new partition is read for its bound, and so is the DEFAULT partition",
  effect:
    "ATTACH PARTITION checks every row of what it attaches under ACCESS EXCLUSIVE, unless a validated CHECK proves the bound. If there is a DEFAULT partition, that is read as well, also for CREATE TABLE … PARTITION OF.",
  remedy:
    "Add CHECK constraints that prove the bounds (NOT VALID, then VALIDATE) on the new partition and, negated, on DEFAULT; attach; drop them.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE",
  priorArt: {
    pgfence: ["attach-partition"],
    "postgres-language-server": ["avoidAttachingPartition"],
    migrationpilot: ["MP072", "MP094"],
  },
  on: ["attach-partition", "create-table"],

  *predict(operation, moment) {
    if (operation.kind === "create-table" && operation.partitionOf === null) return;
    const parent = operation.kind === "create-table" ? operation.partitionOf : operation.table;
    const columns = parent === null ? [] : (moment.table(parent)?.partitionColumns ?? []);
    const written = writtenText(moment);
    const condition = conditionOf(columns, operation.kind === "create-table" ? (written ?? "") : operation.bound);
    for (const key of grownWork(moment)) {
      const table = nameOfKey(key);
      const isNew = operation.kind === "attach-partition" && key === moment.key(operation.partition);
      const text = sqlText.name(table);
      const check = sqlText.identifier(`${table.name}_bound`);
      yield {
        table,
        message: isNew
          ? `Nobody can read or write ${text} while its rows are checked against the bound of the new partition.`
          : `Nobody can read or write ${text}, the DEFAULT partition, while its rows are looked through for those of the new partition.`,
        fix: fixOf(
          "-- the part of the bound that the CHECK has to state",
          `ALTER TABLE ${text} ADD CONSTRAINT ${check} CHECK (${isNew ? condition : `NOT (${condition})`}) NOT VALID;`,
          OWN_TRANSACTION,
          `ALTER TABLE ${text} VALIDATE CONSTRAINT ${check};`,
          "-- no scan any more",
          ...(written === null ? [] : [`${written};`]),
          `ALTER TABLE ${text} DROP CONSTRAINT ${check};`,
        ),
        witnesses: lockAndScan(key, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); INSERT INTO events SELECT n, '2026-01-05' FROM generate_series(1, 200) n; CREATE TABLE old_events (id bigint, day date); INSERT INTO old_events SELECT n, '2025-05-05' FROM generate_series(1, 200) n; CREATE TABLE readings (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE readings_rest PARTITION OF readings DEFAULT; INSERT INTO readings SELECT n, '2026-01-05' FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      "CREATE TABLE readings_2027 PARTITION OF readings FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    ],
    good: [
      {
        title: "a CHECK rules the bound out, and NULL as well",
        up: "ALTER TABLE readings_rest ADD CONSTRAINT not_2027 CHECK (day IS NOT NULL AND (day < '2027-01-01' OR day >= '2028-01-01')) NOT VALID; ALTER TABLE readings_rest VALIDATE CONSTRAINT not_2027; CREATE TABLE readings_2027 PARTITION OF readings FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
        transaction: "statement",
      },
      {
        title: "a CHECK that rules out more than the bound",
        up: "ALTER TABLE readings_rest ADD CONSTRAINT old_days CHECK (day < '2026-12-01' AND id > 0) NOT VALID; ALTER TABLE readings_rest VALIDATE CONSTRAINT old_days; CREATE TABLE readings_2027 PARTITION OF readings FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
        transaction: "statement",
      },
      "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
      "CREATE TABLE fresh (id bigint, day date); ALTER TABLE events ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    ],
  },
});

/** The bound as a condition, for one column and a list or a range; elsewhere a sketch. */
function conditionOf(columns: readonly string[], bound: string): string {
  const column = sqlText.identifier(columns[0] ?? "key");
  const range = /from\s*\((.*)\)\s*to\s*\((.*)\)/isu.exec(bound);
  const list = /\bin\s*(\(.*\))/isu.exec(bound)?.[1];
  const [from, to] = [range?.[1]?.trim() ?? "", range?.[2]?.trim() ?? ""];
  const parts = [
    ...(from === "" || /^minvalue$/iu.test(from) ? [] : [`${column} >= ${from}`]),
    ...(to === "" || /^maxvalue$/iu.test(to) ? [] : [`${column} < ${to}`]),
    ...(list === undefined || range !== null ? [] : [`${column} IN ${list}`]),
  ];
  return columns.length === 1 ? [`${column} IS NOT NULL`, ...parts].join(" AND ") : "true /* state the bound here */";
}
