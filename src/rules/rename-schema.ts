import { defineRule } from "./rule.js";

export const renameSchema = defineRule({
  id: "rename-schema",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a schema breaks every qualified name",
  effect: "Queries, search paths and functions that use the old name fail or find other objects from COMMIT on.",
  remedy: "Create the new schema, move objects one by one behind views in the old one, and drop the old schema when nothing uses it.",
  source: "https://www.postgresql.org/docs/current/sql-alterschema.html",
  priorArt: { pgfence: ["rename-schema"], strong_migrations: ["rename_schema"] },
  on: ["rename-object", "set-schema"],

  *predict(operation, moment) {
    if (operation.kind === "rename-object") {
      if (operation.object !== "schema") return;
      const inside = [...moment.catalog.tables.values(), ...moment.catalog.views.values()].filter(({ schema, origin }) => schema === operation.name.name && origin === "settled");
      if (inside.length === 0 && moment.catalog.complete) return;
      yield { table: null, message: `The schema ${operation.name.name} becomes ${operation.to}, and names that say ${operation.name.name} fail.`, witnesses: [{ kind: "gone", object: operation.name.name }] };
      return;
    }
    if (operation.object !== "table" && operation.object !== "view") return;
    if (!moment.isShared(operation.name)) return;
    yield {
      table: operation.name,
      message: `${operation.name.name} moves to the schema ${operation.schema}, and code that finds it under the old one fails.`,
      witnesses: [{ kind: "gone", object: moment.key(operation.name) }],
    };
  },

  examples: {
    before: "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint); CREATE SCHEMA archive;",
    bad: ["ALTER SCHEMA shop RENAME TO store", "ALTER TABLE shop.orders SET SCHEMA archive"],
    good: ["CREATE SCHEMA scratch; ALTER SCHEMA scratch RENAME TO work", "CREATE TABLE shop.scratch (id int); ALTER TABLE shop.scratch SET SCHEMA archive"],
  },
});
