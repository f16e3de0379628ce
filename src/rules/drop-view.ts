import type { RelationName } from "../model/relation-name.js";
import { takesNameOf } from "./moved-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";
import { viewColumnLost } from "./view-column-lost.js";

export const dropView = defineRule({
  id: "drop-view",
  hazard: "breaks-old-code",
  severity: "error",
  title: "DROP VIEW breaks its readers",
  effect: "Every query of the running application that reads the view fails from COMMIT on.",
  remedy:
    "Stop reading the view in one release and drop it in a later one; to change it, use CREATE OR REPLACE VIEW or drop and create it in one transaction.",
  source: "https://www.postgresql.org/docs/current/sql-dropview.html",
  priorArt: {},
  on: "drop-object",

  *predict({ object, names, ifExists }, moment) {
    if (object !== "view") return;
    for (const name of names) {
      const view = moment.catalog.views.get(moment.key(name));
      if (view === undefined ? moment.catalog.complete && ifExists : view.origin === "change") continue;
      // No running code says a name that this change gave it; rename-object speaks of the old one.
      const before = nameBefore(name, moment);
      if (before !== null || takesNameOf(name, moment) !== null) {
        const lost = before === null ? viewColumnLost(name, moment) : columnSwapped(name, before, moment);
        if (lost !== null)
          yield {
            table: name,
            message: `The view ${sqlText.name(before ?? name)} comes back without its column ${sqlText.identifier(lost)}, and queries that read it fail.`,
            witnesses: [],
          };
        continue;
      }
      yield {
        table: name,
        message: `The view ${sqlText.name(name)} is dropped, and queries that read it fail.`,
        ...(names.length === 1
          ? { fix: fixOf(`${LATER_RELEASE}, once nothing reads it`, `DROP VIEW ${sqlText.name(name)};`) }
          : {}),
        witnesses: [{ kind: "gone", object: moment.key(name) }],
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE VIEW order_ids AS SELECT id FROM orders;",
    bad: [
      "DROP VIEW order_ids",
      "DROP VIEW IF EXISTS order_ids CASCADE",
      "DROP VIEW order_ids; CREATE VIEW order_ids AS SELECT 1 AS n",
      {
        title: "its successor lacks a column",
        up: "CREATE VIEW next_ids AS SELECT 1 AS n; ALTER VIEW order_ids RENAME TO old_ids; ALTER VIEW next_ids RENAME TO order_ids; DROP VIEW old_ids",
      },
    ],
    good: [
      "DROP VIEW order_ids; CREATE VIEW order_ids AS SELECT id, 1 AS n FROM orders",
      "DROP VIEW IF EXISTS never_there",
      {
        title: "put aside for its successor first",
        up: "CREATE VIEW next_ids AS SELECT id, 1 AS n FROM orders; ALTER VIEW order_ids RENAME TO old_ids; ALTER VIEW next_ids RENAME TO order_ids; DROP VIEW old_ids",
      },
      "CREATE VIEW scratch AS SELECT 1 AS n; DROP VIEW scratch",
    ],
  },
});

/** What a view was called before this change gave it the name. */
function nameBefore({ name }: RelationName, { earlierOf }: Moment): RelationName | null {
  const renamed = earlierOf("rename-object").findLast(
    ({ operation }) => operation.kind === "rename-object" && operation.object === "view" && operation.to === name,
  )?.operation;
  return renamed?.kind === "rename-object" ? renamed.name : null;
}

/** A column that the view which bears the old name by now lacks. */
function columnSwapped(name: RelationName, before: RelationName, { catalog, key }: Moment): string | null {
  const [old, next] = [name, before].map((each) => catalog.views.get(key(each))?.columns);
  if (old === undefined || next === undefined || next.length === 0 || next.some((column) => column.name === null)) return null;
  return old.find((column) => column.name !== null && !next.some((each) => each.name === column.name))?.name ?? null;
}
