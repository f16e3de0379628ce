import { inBatches } from "./in-batches.js";
import { isAlwaysTrue } from "./rows-aimed-at.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const updateWithoutWhere = defineRule({
  id: "update-without-where",
  hazard: "locks-rows-in-bulk",
  severity: "error",
  title: "UPDATE of all rows in one statement",
  effect:
    "Every row is locked until COMMIT: writers of any of them wait. Every row is written a second time, with its index entries, and the old ones stay until vacuum.",
  remedy: "Backfill in batches by key range, each batch in a transaction of its own, outside of the migration's transaction.",
  source: "https://www.postgresql.org/docs/current/sql-update.html",
  priorArt: {
    pgfence: ["update-in-migration"],
    "postgres-language-server": ["banUpdateWithoutWhere"],
    bytebase: ["STATEMENT_WHERE_REQUIRE_UPDATE_DELETE"],
    migrationpilot: ["MP011"],
  },
  on: "update",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, bounded, where } = operation;
    const always = where !== null && isAlwaysTrue(where, table, moment);
    if ((bounded !== "all" && !always) || !moment.mayHoldRows(table)) return;
    const text = sqlText.name(table);
    yield {
      table,
      message: `The UPDATE changes every row of ${text} and keeps all of them locked until COMMIT: writers wait.`,
      fix: { sql: inBatches(operation, false, moment), edits: [], verified: false },
      witnesses: [{ kind: "rows-changed", relation: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text, owner text NOT NULL DEFAULT 'nobody'); INSERT INTO orders (id, state) SELECT n, 'new' FROM generate_series(1, 200) n;",
    bad: [
      "UPDATE orders SET state = 'old'",
      "UPDATE orders SET state = 'old' WHERE 1 = 1",
      "UPDATE orders SET state = 'old' WHERE id IS NOT NULL",
      { title: "a pattern that all texts match", up: "UPDATE orders SET state = 'old' WHERE owner LIKE '%'" },
      {
        title: "all rows by way of WITH",
        up: "WITH every AS (SELECT id FROM orders) UPDATE orders SET state = 'old' FROM every WHERE every.id = orders.id",
      },
      {
        title: "a join without a condition",
        up: "UPDATE orders o SET state = 'old' FROM (VALUES ('new'), ('paid')) AS s (state) WHERE s.state = 'paid'",
      },
      { title: "a condition on a NOT NULL column", up: "UPDATE orders SET state = 'old' WHERE owner IS NOT NULL" },
    ],
    good: [
      "UPDATE orders SET state = 'old' WHERE id = 7",
      "UPDATE orders o SET state = s.state FROM (VALUES (7, 'paid')) AS s (id, state) WHERE s.id = o.id",
      "CREATE TABLE scratch (n int); INSERT INTO scratch VALUES (1); UPDATE scratch SET n = 2",
    ],
  },
});
