import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameTable = defineRule({
  id: "rename-table",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a table breaks the running application",
  effect: "From COMMIT on, queries that use the old name fail, until every instance runs the new code.",
  remedy: "Create a view with the old name in the same transaction; a simple view takes inserts and updates too. Drop it when no code uses it.",
  source: "https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS",
  priorArt: { squawk: ["renaming-table"], pgfence: ["rename-table"], strong_migrations: ["rename_table"], atlas: ["BC101"], "postgres-language-server": ["renamingTable"], migrationpilot: ["MP028"] },
  on: "rename-table",

  *predict({ table, to }, moment) {
    if (!moment.isShared(table)) return;
    if (moment.table(table) === undefined && moment.catalog.complete && !moment.catalog.views.has(moment.key(table))) return;
    // The old name lives on as a view, or as a new table that takes its place.
    const covered = moment.later.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        ((operation.kind === "create-view" && operation.view.name === table.name) ||
          (operation.kind === "rename-table" && operation.to === table.name) ||
          (operation.kind === "create-table" && operation.table.name === table.name)),
    );
    if (covered) return;
    const [oldName, newName] = [sqlText.name(table), sqlText.name({ ...table, name: to })];
    yield {
      table,
      message: `${oldName} becomes ${newName}, and running code that says ${oldName} fails.`,
      fix: { sql: `BEGIN;\nALTER TABLE ${oldName} RENAME TO ${sqlText.identifier(to)};\nCREATE VIEW ${oldName} AS SELECT * FROM ${newName};\nCOMMIT;\n-- a later release\nDROP VIEW ${oldName};`, edits: [], verified: false },
      witnesses: [{ kind: "gone", object: moment.key(table) }],
    };
  },

  examples: {
    before: "CREATE TABLE users (id bigint PRIMARY KEY);",
    bad: ["ALTER TABLE users RENAME TO app_users"],
    good: ["ALTER TABLE users RENAME TO app_users; CREATE VIEW users AS SELECT * FROM app_users", "CREATE TABLE scratch (id int); ALTER TABLE scratch RENAME TO work"],
  },
});
