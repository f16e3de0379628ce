import { grownWork, lockAndScan, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const attachPartitionScans = defineRule({
  id: "attach-partition-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "ATTACH PARTITION reads what it attaches, and the DEFAULT partition",
  effect: "Every row of the new partition is checked under ACCESS EXCLUSIVE, and so is every row of a DEFAULT partition, unless a validated CHECK proves the bound.",
  remedy: "Add CHECK constraints that prove the bounds (NOT VALID, then VALIDATE) on the new partition and, negated, on DEFAULT; attach; drop them.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE",
  priorArt: { pgfence: ["attach-partition"], "postgres-language-server": ["avoidAttachingPartition"], migrationpilot: ["MP072", "MP094"] },
  on: "attach-partition",

  *predict(_operation, moment) {
    for (const key of grownWork(moment)) {
      const table = nameOfKey(key);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while ATTACH PARTITION checks its rows.`,
        witnesses: lockAndScan(key, moment),
      };
    }
  },

  examples: {
    before: "CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); INSERT INTO events SELECT n, '2026-01-05' FROM generate_series(1, 200) n; CREATE TABLE old_events (id bigint, day date); INSERT INTO old_events SELECT n, '2025-05-05' FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    ],
    good: [
      "CREATE TABLE fresh (id bigint, day date); ALTER TABLE events ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    ],
  },
});
