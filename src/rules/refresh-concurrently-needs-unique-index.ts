import type { RelationName } from "../model/relation-name.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const refreshConcurrentlyNeedsUniqueIndex = defineRule({
  id: "refresh-concurrently-needs-unique-index",
  hazard: "cannot-run",
  severity: "error",
  title: "REFRESH … CONCURRENTLY without a unique index",
  effect:
    "The server refuses it for a materialized view that has no unique index over plain columns without a WHERE, together with WITH NO DATA, and while it holds no data yet.",
  remedy: "Create a unique index on the materialized view first.",
  source: "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html",
  priorArt: {},
  on: "refresh-materialized-view",

  *predict({ view, concurrently, withData }, moment) {
    const known = moment.catalog.views.get(moment.key(view));
    if (!concurrently || known === undefined || !knowsNames(moment)) return;
    const keyed = moment.indexesOf(view).some(({ unique, partial, columns }) => unique && !partial && !columns.includes(null));
    const empty = withData && isUnfilled(view, moment);
    if (keyed && withData && !empty) return;
    yield {
      table: view,
      message: empty
        ? `${sqlText.name(view)} has not been filled yet, so the server refuses to refresh it CONCURRENTLY.`
        : keyed
          ? "CONCURRENTLY and WITH NO DATA exclude each other, so the server refuses the statement."
          : `${sqlText.name(view)} has no unique index over plain columns, so the server refuses to refresh it CONCURRENTLY.`,
      ...(empty ? { remedy: "Refresh it without CONCURRENTLY the first time." } : {}),
      ...(keyed && !empty ? { fix: fixOf(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlText.name(view)};`) } : {}),
      witnesses: [{ kind: "error", sqlstates: ["55000", "42601", "0A000"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; CREATE MATERIALIZED VIEW plain AS SELECT id, total FROM orders; CREATE MATERIALIZED VIEW keyed AS SELECT id, total FROM orders; CREATE UNIQUE INDEX ON keyed (id);",
    bad: [
      "REFRESH MATERIALIZED VIEW CONCURRENTLY plain",
      "REFRESH MATERIALIZED VIEW CONCURRENTLY keyed WITH NO DATA",
      "CREATE MATERIALIZED VIEW later AS SELECT id FROM orders WITH NO DATA; CREATE UNIQUE INDEX ON later (id); REFRESH MATERIALIZED VIEW CONCURRENTLY later",
    ],
    good: [
      "REFRESH MATERIALIZED VIEW CONCURRENTLY keyed",
      "CREATE UNIQUE INDEX ON plain (id); REFRESH MATERIALIZED VIEW CONCURRENTLY plain",
      "REFRESH MATERIALIZED VIEW plain",
      "CREATE MATERIALIZED VIEW later AS SELECT id FROM orders WITH NO DATA; CREATE UNIQUE INDEX ON later (id); REFRESH MATERIALIZED VIEW later; REFRESH MATERIALIZED VIEW CONCURRENTLY later",
    ],
  },
});

/** The last that this change did to it was WITH NO DATA (ExecRefreshMatView in matview.c, 15). */
function isUnfilled(view: RelationName, { earlierOf, key }: Moment): boolean {
  const last = earlierOf("create-materialized-view", "refresh-materialized-view").findLast(
    ({ operation }) => "view" in operation && key(operation.view) === key(view),
  )?.operation;
  return last !== undefined && "withData" in last && !last.withData;
}
