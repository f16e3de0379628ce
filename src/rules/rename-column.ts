import type { Column } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { patternOf } from "../postgres/pattern-of.js";
import { keyRange } from "./in-batches.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const renameColumn = defineRule({
  id: "rename-column",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a column breaks the running application",
  effect: "From COMMIT on, queries that use the old name fail, until every instance runs the new code.",
  remedy:
    "Add the new column, write both, backfill in batches, read the new one, and drop the old one in a later release; or rename the table and put a view with both names in its place.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["renaming-column"],
    pgfence: ["rename-column"],
    strong_migrations: ["rename_column"],
    atlas: ["BC102"],
    "postgres-language-server": ["renamingColumn"],
    migrationpilot: ["MP010"],
  },
  on: "rename-column",

  *predict({ table, column, to, relationKind }, moment) {
    if (relationKind === "type" || !moment.isShared(table)) return;
    const known = moment.table(table);
    if (relationKind === "table" && known !== undefined && moment.column(table, column) === undefined) return;
    const young = moment.earlier.some(
      ({ operation }) =>
        (operation.kind === "add-column" &&
          operation.column.name === column &&
          moment.key(operation.table) === moment.key(table)) ||
        (operation.kind === "rename-column" && operation.to === column && moment.key(operation.table) === moment.key(table)),
    );
    const heir = heirOf(table, column, to, moment);
    const taken = heir === column || (heir !== null && isOfOneKind(moment.column(table, column), moment.column(table, heir)));
    if (young || taken || livesOnInView(table, column, moment)) return;
    const text = sqlText.name(table);
    yield {
      table,
      message: `${text}.${column} becomes ${to}, and running code that says ${column} fails.`,
      fix: {
        ...fixOf(...expandAndContract(table, column, to, moment)),
        // A view that reads it keeps it from being dropped.
        ...(heir !== null ||
        moment.later.some(({ operation }) => operation.kind === "create-view") ||
        isReadByViews(table, column, moment)
          ? { role: "sketch" as const }
          : {}),
        differs: `${to} stands last, without what constraints and indexes say of ${column}`,
      },
      witnesses:
        heir === null &&
        relationKind === "table" &&
        known?.origin === "settled" &&
        moment.change.base.tables.has(moment.key(table))
          ? [{ kind: "gone", object: `${moment.key(table)}.${column}` }]
          : [],
    };
  },

  examples: {
    before: "CREATE TABLE projects (id bigint PRIMARY KEY, user_id bigint, owner_id int, code text);",
    bad: [
      "ALTER TABLE projects RENAME COLUMN user_id TO owner_user_id",
      {
        title: "a column of another type takes the name",
        up: "ALTER TABLE projects RENAME COLUMN user_id TO x; ALTER TABLE projects RENAME COLUMN code TO user_id; ALTER TABLE projects RENAME COLUMN x TO code",
      },
      {
        title: "the view lacks the old name",
        up: "ALTER TABLE projects RENAME TO projects_all; ALTER TABLE projects_all RENAME COLUMN user_id TO owner_user_id; CREATE VIEW projects AS SELECT * FROM projects_all",
      },
    ],
    good: [
      {
        title: "a view bears both old names",
        up: "ALTER TABLE projects RENAME TO projects_all; ALTER TABLE projects_all RENAME COLUMN user_id TO owner_user_id; CREATE VIEW projects AS SELECT id, owner_user_id AS user_id FROM projects_all",
      },
      {
        title: "renamed, and renamed back",
        up: "ALTER TABLE projects RENAME COLUMN user_id TO x; ALTER TABLE projects RENAME COLUMN x TO user_id",
      },
      {
        title: "two columns change places",
        up: "ALTER TABLE projects RENAME COLUMN user_id TO x; ALTER TABLE projects RENAME COLUMN owner_id TO user_id; ALTER TABLE projects RENAME COLUMN x TO owner_id",
      },
      "CREATE TABLE scratch (a int); ALTER TABLE scratch RENAME COLUMN a TO b",
      "ALTER TABLE projects ADD COLUMN a int; ALTER TABLE projects RENAME COLUMN a TO b",
    ],
  },
});

/** The column, by its name at this moment, that bears the old name before anybody sees that it was gone; null where none does. */
function heirOf(table: RelationName, column: string, to: string, moment: Moment): string | null {
  const columns = moment.table(table)?.columns ?? [];
  const names = new Map(columns.map(({ name }) => [name === column ? to : name, name]));
  names.set(to, column);
  for (const { operation, sameTransaction } of moment.laterOn(table)) {
    if (operation.kind !== "rename-column" || !sameTransaction) continue;
    const bearer = names.get(operation.column);
    names.delete(operation.column);
    if (bearer !== undefined) names.set(operation.to, bearer);
  }
  return names.get(column) ?? null;
}

/** Queries that read and write the one take the other. */
function isOfOneKind(one: Column | undefined, other: Column | undefined): boolean {
  if (one === undefined || other === undefined || one.type.array !== other.type.array) return false;
  if (other.notNull && other.default === null && !other.identity && !one.notNull) return false;
  const kinds = [/^(?:text|varchar|bpchar|citext)$/u, /^int[248]$/u, /^timestamp(?:tz)?$/u, /^float[48]$/u];
  const [a, b] = [one.type.name, other.type.name];
  return a === b || kinds.some((kind) => kind.test(a) && kind.test(b));
}

/** The table was renamed in this transaction, and a view under its old name still has the old column. */
function livesOnInView(table: RelationName, column: string, moment: Moment): boolean {
  const before = moment.earlier.find(
    ({ operation, sameTransaction }) => sameTransaction && operation.kind === "rename-table" && operation.to === table.name,
  );
  const old = before?.operation.kind === "rename-table" ? before.operation.table.name : null;
  if (old === null) return false;
  return [...moment.earlier, ...moment.later].some(
    ({ operation, statement, sameTransaction }) =>
      sameTransaction &&
      operation.kind === "create-view" &&
      operation.view.name === old &&
      new RegExp(`\\b${patternOf(column)}\\b`, "iu").test(statement.text),
  );
}

/** Both columns at once while the code moves over. */
function expandAndContract(table: RelationName, column: string, to: string, moment: Moment): readonly string[] {
  const [text, old, next] = [sqlText.name(table), sqlText.identifier(column), sqlText.identifier(to)];
  const { range, how } = keyRange(table, moment);
  return [
    "-- expand: both names, and the application writes both",
    `ALTER TABLE ${text} ADD COLUMN ${next} ${moment.column(table, column)?.type.text ?? "text /* its type */"};`,
    how,
    `UPDATE ${text} SET ${next} = ${old} WHERE ${range} AND ${next} IS NULL;`,
    `${LATER_RELEASE}, once no code says ${column}`,
    `ALTER TABLE ${text} DROP COLUMN ${old};`,
  ];
}

function isReadByViews(table: RelationName, column: string, moment: Moment): boolean {
  const key = moment.key(table);
  return [...moment.catalog.views.values()].some(({ reads }) => reads.includes(key) || reads.includes(`${key}.${column}`));
}
