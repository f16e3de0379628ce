import { defineRule } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const refreshWithNoData = defineRule({
  id: "refresh-with-no-data",
  hazard: "breaks-old-code",
  severity: "error",
  title: "REFRESH … WITH NO DATA makes the view unreadable",
  effect: "Every query that reads the materialized view fails until it is refreshed with data.",
  remedy: "Refresh it with data, CONCURRENTLY where it has a unique index.",
  source: "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html",
  priorArt: {},
  on: "refresh-materialized-view",

  *predict({ view, withData }, moment) {
    if (withData || moment.catalog.views.get(moment.key(view))?.origin !== "settled") return;
    const again = moment.later.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        operation.kind === "refresh-materialized-view" &&
        operation.withData &&
        moment.key(operation.view) === moment.key(view),
    );
    if (again) return;
    yield {
      table: view,
      message: `${sqlText.name(view)} is emptied, and queries that read it fail until it is refreshed with data.`,
      ...(moment.indexesOf(view).some(({ unique, partial, columns }) => unique && !partial && !columns.includes(null))
        ? {
            fix: {
              ...fixOf(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlText.name(view)};`),
              differs: `${sqlText.name(view)} keeps its rows`,
            },
          }
        : {}),
      witnesses: [{ kind: "lock", relation: moment.key(view), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; CREATE MATERIALIZED VIEW plain AS SELECT id, total FROM orders; CREATE MATERIALIZED VIEW keyed AS SELECT id, total FROM orders; CREATE UNIQUE INDEX ON keyed (id);",
    bad: ["REFRESH MATERIALIZED VIEW keyed WITH NO DATA"],
    good: [
      "REFRESH MATERIALIZED VIEW CONCURRENTLY keyed",
      "CREATE MATERIALIZED VIEW fresh AS SELECT 1 AS n; REFRESH MATERIALIZED VIEW fresh WITH NO DATA",
    ],
  },
});
