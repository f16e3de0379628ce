import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const refreshMaterializedViewBlocks = defineRule({
  id: "refresh-materialized-view-blocks",
  hazard: "blocks-reads",
  severity: "error",
  title: "REFRESH MATERIALIZED VIEW closes it to readers",
  effect: "Its query runs while nobody can read it.",
  remedy: "REFRESH … CONCURRENTLY, which needs a unique index on it.",
  source: "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html",
  priorArt: {
    pgfence: ["refresh-matview-blocking"],
    "postgres-language-server": ["requireConcurrentRefreshMatview"],
    migrationpilot: ["MP033"],
  },
  on: "refresh-materialized-view",

  *predict(_operation, moment) {
    for (const key of moment.effects.locks.flatMap(({ relation, mode }) =>
      mode === "AccessExclusiveLock" && moment.isShared(relation) && moment.catalog.views.has(relation) ? [relation] : [],
    )) {
      const table = nameOfKey(key);
      yield {
        table,
        message: `Nobody can read ${sqlText.name(table)} while its query runs.`,
        fix: fixOf(
          ...(moment.indexesOf(table).some(({ unique, partial, columns }) => unique && !partial && !columns.includes(null))
            ? []
            : [`-- it needs a unique index on plain columns of ${sqlText.name(table)} first`]),
          `REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlText.name(table)};`,
        ),
        witnesses: [{ kind: "lock", relation: key, atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders; CREATE UNIQUE INDEX ON totals (id);",
    bad: ["REFRESH MATERIALIZED VIEW totals"],
    good: [
      { up: "REFRESH MATERIALIZED VIEW CONCURRENTLY totals", transaction: "statement" },
      "CREATE MATERIALIZED VIEW fresh AS SELECT 1 AS n; REFRESH MATERIALIZED VIEW fresh",
    ],
  },
});
