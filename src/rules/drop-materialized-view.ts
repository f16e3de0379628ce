import { takesNameOf } from "./moved-rows.js";
import { defineRule } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";
import { viewColumnLost } from "./view-column-lost.js";

export const dropMaterializedView = defineRule({
  id: "drop-materialized-view",
  hazard: "breaks-old-code",
  severity: "error",
  title: "DROP MATERIALIZED VIEW breaks its readers",
  effect:
    "Every query of the running application that reads it fails from COMMIT on; its rows and indexes are gone, and making them again takes the whole query.",
  remedy:
    "Stop reading it in one release and drop it in a later one; to change it, create the new one beside it, index it, and swap the names in one transaction.",
  source: "https://www.postgresql.org/docs/current/sql-dropmaterializedview.html",
  priorArt: {},
  on: "drop-object",

  *predict({ object, names, ifExists }, moment) {
    if (object !== "materialized view") return;
    for (const name of names) {
      const view = moment.catalog.views.get(moment.key(name));
      if (view === undefined ? moment.catalog.complete && ifExists : view.origin === "change") continue;
      // Running code knows no name that this change gave.
      if (view !== undefined && !moment.change.base.views.has(moment.key(name))) continue;
      const text = sqlText.name(name);
      if (takesNameOf(name, moment) !== null) {
        const lost = viewColumnLost(name, moment);
        if (lost !== null)
          yield {
            table: name,
            message: `The materialized view ${text} comes back without its column ${sqlText.identifier(lost)}, and queries that read it fail.`,
            witnesses: [],
          };
        continue;
      }
      yield {
        table: name,
        message: `The materialized view ${text} is dropped, and queries that read it fail.`,
        ...(names.length === 1
          ? { fix: fixOf(`${LATER_RELEASE}, once nothing reads it`, `DROP MATERIALIZED VIEW ${text};`) }
          : {}),
        witnesses: [{ kind: "gone", object: moment.key(name) }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 100); CREATE MATERIALIZED VIEW order_count AS SELECT count(*) AS n FROM orders;",
    bad: [
      "DROP MATERIALIZED VIEW order_count",
      "DROP MATERIALIZED VIEW IF EXISTS order_count CASCADE",
      {
        title: "it comes back without a column",
        up: "DROP MATERIALIZED VIEW order_count; CREATE MATERIALIZED VIEW order_count AS SELECT max(id) AS last FROM orders",
      },
    ],
    good: [
      "DROP MATERIALIZED VIEW order_count; CREATE MATERIALIZED VIEW order_count AS SELECT count(*) AS n, max(id) AS last FROM orders",
      "DROP MATERIALIZED VIEW IF EXISTS never_there",
      {
        title: "swapped by name",
        up: "CREATE MATERIALIZED VIEW next_count AS SELECT count(*) AS n FROM orders; ALTER MATERIALIZED VIEW order_count RENAME TO last_count; ALTER MATERIALIZED VIEW next_count RENAME TO order_count; DROP MATERIALIZED VIEW last_count",
      },
      "CREATE MATERIALIZED VIEW scratch AS SELECT 1 AS n; DROP MATERIALIZED VIEW scratch",
    ],
  },
});
