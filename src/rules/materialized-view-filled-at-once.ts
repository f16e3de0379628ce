import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const materializedViewFilledAtOnce = defineRule({
  id: "materialized-view-filled-at-once",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A materialized view is filled by the migration",
  effect: "The whole query runs inside of the migration, which lasts as long, with all locks that it holds already.",
  remedy: "CREATE … WITH NO DATA, and REFRESH after the deployment.",
  source: "https://www.postgresql.org/docs/current/sql-creatematerializedview.html",
  priorArt: { migrationpilot: ["MP096"] },
  on: "create-materialized-view",

  *predict({ view, withData, reads }, moment) {
    const large = reads.find((table) => moment.mayHoldRows(table));
    if (!withData || large === undefined) return;
    yield {
      table: view,
      message: `${sqlText.name(view)} is filled at once, by a query over ${sqlText.name(large)}.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE MATERIALIZED VIEW totals AS SELECT sum(total) FROM orders"],
    good: [
      "CREATE MATERIALIZED VIEW totals AS SELECT sum(total) FROM orders WITH NO DATA",
      "CREATE TABLE fresh (n int); CREATE MATERIALIZED VIEW totals AS SELECT sum(n) FROM fresh",
    ],
  },
});
