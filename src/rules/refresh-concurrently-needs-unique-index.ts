import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const refreshConcurrentlyNeedsUniqueIndex = defineRule({
  id: "refresh-concurrently-needs-unique-index",
  hazard: "cannot-run",
  severity: "error",
  title: "REFRESH … CONCURRENTLY without a unique index",
  effect:
    "The server refuses it for a materialized view that has no unique index over plain columns without a WHERE, and together with WITH NO DATA.",
  remedy: "Create a unique index on the materialized view first.",
  source: "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html",
  priorArt: {},
  on: "refresh-materialized-view",

  *predict({ view, concurrently, withData }, moment) {
    const known = moment.catalog.views.get(moment.key(view));
    if (!concurrently || known === undefined || !knowsNames(moment)) return;
    const keyed = moment.indexesOf(view).some(({ unique, partial, columns }) => unique && !partial && !columns.includes(null));
    if (keyed && withData) return;
    yield {
      table: view,
      message: keyed
        ? "CONCURRENTLY and WITH NO DATA exclude each other, so the server refuses the statement."
        : `${sqlText.name(view)} has no unique index over plain columns, so the server refuses to refresh it CONCURRENTLY.`,
      ...(keyed ? { fix: fixOf(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlText.name(view)};`) } : {}),
      witnesses: [{ kind: "error", sqlstates: ["55000", "42601"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; CREATE MATERIALIZED VIEW plain AS SELECT id, total FROM orders; CREATE MATERIALIZED VIEW keyed AS SELECT id, total FROM orders; CREATE UNIQUE INDEX ON keyed (id);",
    bad: ["REFRESH MATERIALIZED VIEW CONCURRENTLY plain", "REFRESH MATERIALIZED VIEW CONCURRENTLY keyed WITH NO DATA"],
    good: [
      "REFRESH MATERIALIZED VIEW CONCURRENTLY keyed",
      "CREATE UNIQUE INDEX ON plain (id); REFRESH MATERIALIZED VIEW CONCURRENTLY plain",
      "REFRESH MATERIALIZED VIEW plain",
    ],
  },
});
