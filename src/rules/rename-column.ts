import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameColumn = defineRule({
  id: "rename-column",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a column breaks the running application",
  effect: "From COMMIT on, queries that use the old name fail, until every instance runs the new code.",
  remedy: "Add the new column, write both, backfill in batches, read the new one, and drop the old one in a later release; or rename the table and put a view with both names in its place.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { squawk: ["renaming-column"], pgfence: ["rename-column"], strong_migrations: ["rename_column"], atlas: ["BC102"], "postgres-language-server": ["renamingColumn"], migrationpilot: ["MP010"] },
  on: "rename-column",

  *predict({ table, column, to, relationKind }, moment) {
    if (relationKind === "type" || !moment.isShared(table)) return;
    const known = moment.table(table);
    if (relationKind === "table" && known !== undefined && moment.column(table, column) === undefined) return;
    const young = moment.earlier.some(({ operation }) => operation.kind === "add-column" && operation.column.name === column && moment.key(operation.table) === moment.key(table));
    if (young) return;
    const text = sqlText.name(table);
    const type = moment.column(table, column)?.type.text ?? "/* type */";
    yield {
      table,
      message: `${text}.${column} becomes ${to}, and running code that says ${column} fails.`,
      fix: {
        sql: `-- expand\nALTER TABLE ${text} ADD COLUMN ${sqlText.identifier(to)} ${type};\n-- write both in the application, then backfill in batches\nUPDATE ${text} SET ${sqlText.identifier(to)} = ${sqlText.identifier(column)} WHERE id > :from AND id <= :to AND ${sqlText.identifier(to)} IS NULL;\n-- contract, in a later release\nALTER TABLE ${text} DROP COLUMN ${sqlText.identifier(column)};`,
        edits: [],
        verified: false,
      },
      witnesses: relationKind === "table" ? [{ kind: "gone", object: `${moment.key(table)}.${column}` }] : [],
    };
  },

  examples: {
    before: "CREATE TABLE projects (id bigint PRIMARY KEY, user_id bigint);",
    bad: ["ALTER TABLE projects RENAME COLUMN user_id TO owner_user_id"],
    good: ["CREATE TABLE scratch (a int); ALTER TABLE scratch RENAME COLUMN a TO b", "ALTER TABLE projects ADD COLUMN a int; ALTER TABLE projects RENAME COLUMN a TO b"],
  },
});
