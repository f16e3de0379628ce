import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameSchema = defineRule({
  id: "rename-schema",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a schema breaks every qualified name",
  effect: "Queries, search paths and functions that use the old name fail or find other objects from COMMIT on.",
  remedy:
    "Create the new schema, move objects one by one behind views in the old one, and drop the old schema when nothing uses it.",
  source: "https://www.postgresql.org/docs/current/sql-alterschema.html",
  priorArt: { pgfence: ["rename-schema"], strong_migrations: ["rename_schema"] },
  on: "rename-object",

  *predict({ object, name, to }, moment) {
    if (object !== "schema") return;
    const inside = [...moment.catalog.tables.values(), ...moment.catalog.views.values()].filter(
      ({ schema, origin }) => schema === name.name && origin === "settled",
    );
    if (inside.length === 0 && moment.catalog.complete) return;
    const shown = inside.slice(0, 3).map((relation) => relation.name);
    const among = shown.length === 0 ? "" : ` (${shown.join(", ")}${inside.length > shown.length ? " and more" : ""})`;
    yield {
      table: null,
      message: `The schema ${name.name} becomes ${to}, and code that says ${name.name}${among} fails.`,
      fix: {
        sql: `-- both names, while the code moves over\nCREATE SCHEMA ${sqlText.identifier(to)};\n${inside.map(({ name: table }) => `CREATE VIEW ${sqlText.name({ schema: to, name: table })} AS SELECT * FROM ${sqlText.name({ schema: name.name, name: table })};`).join("\n")}`.trim(),
        edits: [],
        verified: false,
        differs: "the tables stay where they are, and views of the new schema show them",
      },
      witnesses: [{ kind: "gone", object: name.name }],
    };
  },

  examples: {
    before: "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint);",
    bad: ["ALTER SCHEMA shop RENAME TO store"],
    good: ["CREATE SCHEMA scratch; ALTER SCHEMA scratch RENAME TO work", "ALTER SCHEMA shop OWNER TO CURRENT_USER"],
  },
});
