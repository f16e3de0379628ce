import type { ViewShape } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { takesNameOf } from "./moved-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, LATER_RELEASE, together } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const renameTable = defineRule({
  id: "rename-table",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming a table breaks the running application",
  effect: "From COMMIT on, queries that use the old name fail, until every instance runs the new code.",
  remedy:
    "Create a view with the old name in the same transaction; a simple view takes inserts and updates too. Drop it when no code uses it.",
  source: "https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS",
  priorArt: {
    squawk: ["renaming-table"],
    pgfence: ["rename-table"],
    strong_migrations: ["rename_table"],
    atlas: ["BC101"],
    "postgres-language-server": ["renamingTable"],
    migrationpilot: ["MP028"],
  },
  on: "rename-table",

  *predict({ table, to }, moment) {
    if (!moment.isShared(table)) return;
    if (moment.table(table) === undefined && moment.catalog.complete && !moment.catalog.views.has(moment.key(table))) return;
    const cover = coverOf(table, to, moment);
    if (cover === "rows") return;
    const [oldName, newName] = [sqlText.name(table), sqlText.name({ ...table, name: to })];
    yield {
      table,
      message:
        cover === "fewer columns"
          ? `${oldName} becomes ${newName}, and what takes the old name leaves columns out: running code that reads them fails.`
          : cover === "empty table"
            ? `${oldName} becomes ${newName}, and a new ${oldName} takes its place without its rows: running code finds none of them.`
            : `${oldName} becomes ${newName}, and running code that says ${oldName} fails.`,
      fix: {
        ...fixOf(
          ...together(
            moment,
            `ALTER TABLE ${oldName} RENAME TO ${sqlText.identifier(to)};`,
            `CREATE VIEW ${oldName} AS SELECT * FROM ${newName};`,
          ),
          `${LATER_RELEASE}, once no code says ${oldName}`,
          `DROP VIEW ${oldName};`,
        ),
        // What comes later under the old name would meet the view.
        ...(cover !== null || takesNameOf(table, moment) !== null ? { role: "sketch" as const } : {}),
      },
      witnesses:
        cover === null
          ? [{ kind: "gone", object: moment.key(table) }]
          : [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE staff (id bigint PRIMARY KEY, name text); INSERT INTO users SELECT generate_series(1, 100);",
    bad: [
      "ALTER TABLE users RENAME TO app_users",
      {
        title: "the view comes in another transaction",
        up: "ALTER TABLE users RENAME TO app_users; CREATE VIEW users AS SELECT * FROM app_users",
        transaction: "statement",
      },
      {
        title: "the view leaves a column out",
        up: "ALTER TABLE staff RENAME TO people; CREATE VIEW staff AS SELECT id FROM people",
      },
      {
        title: "the rebuilt table leaves a column out",
        up: "CREATE TABLE people AS SELECT id FROM staff; ALTER TABLE staff RENAME TO old_staff; ALTER TABLE people RENAME TO staff",
      },
      {
        title: "an empty table takes the name",
        up: "ALTER TABLE users RENAME TO app_users; CREATE TABLE users (id bigint PRIMARY KEY)",
      },
    ],
    good: [
      "ALTER TABLE staff RENAME TO people; CREATE VIEW staff AS SELECT name, id FROM people",
      "ALTER TABLE users RENAME TO app_users; CREATE VIEW users AS SELECT * FROM app_users",
      {
        title: "rebuilt: the rows go into the new table",
        up: "ALTER TABLE users RENAME TO old_users; CREATE TABLE users (id bigint PRIMARY KEY, name text); INSERT INTO users (id) SELECT id FROM old_users",
      },
      {
        title: "partitioned: the old table becomes a partition",
        up: "ALTER TABLE users RENAME TO users_all; CREATE TABLE users (id bigint PRIMARY KEY) PARTITION BY RANGE (id); ALTER TABLE users ATTACH PARTITION users_all DEFAULT",
      },
      {
        title: "rebuilt with all columns and one more",
        up: "CREATE TABLE people AS SELECT name, id, 1 AS kind FROM staff; ALTER TABLE staff RENAME TO old_staff; ALTER TABLE people RENAME TO staff",
      },
      "CREATE TABLE scratch (id int); ALTER TABLE scratch RENAME TO work",
    ],
  },
});

/** What bears the old name once the transaction is over: something through which the rows are still there, or a table without them. */
function coverOf(table: RelationName, to: string, moment: Moment): "rows" | "fewer columns" | "empty table" | null {
  const later = moment.later.filter(({ sameTransaction }) => sameTransaction).map(({ operation }) => operation);
  const isOld = (name: RelationName) =>
    name.name === table.name && (name.schema === null || table.schema === null || name.schema === table.schema);
  for (const operation of later) {
    if (operation.kind === "create-view" && isOld(operation.view) && operation.reads.some(({ name }) => name === to))
      return lacksColumns(table, operation.shape, moment) ? "fewer columns" : "rows";
    if (operation.kind === "rename-table" && operation.to === table.name)
      return leavesOut(table, operation.table, moment) ? "fewer columns" : "rows";
    if (operation.kind === "create-table-as" && isOld(operation.table)) {
      if (!operation.reads.some(({ name }) => name === to)) return "empty table";
      return lacksColumns(table, operation.shape, moment) ? "fewer columns" : "rows";
    }
    if (operation.kind !== "create-table" || !isOld(operation.table)) continue;
    const filled = later.some(
      (other) =>
        (other.kind === "insert" && isOld(other.table) && other.reads.some(({ name }) => name === to)) ||
        (other.kind === "attach-partition" && isOld(other.table) && other.partition.name === to),
    );
    return filled || !moment.mayHoldRows(table) ? "rows" : "empty table";
  }
  return null;
}

/** The table that takes the name has been made without some of the columns, and gets none of its own any more. */
function leavesOut(table: RelationName, successor: RelationName, moment: Moment): boolean {
  const { earlier, key, later } = moment;
  const isSuccessor = (name: RelationName) => key(name) === key(successor) || name.name === table.name;
  if (
    [...earlier, ...later].some(
      ({ operation }) =>
        GIVES_COLUMNS.has(operation.kind) && "table" in operation && operation.table !== null && isSuccessor(operation.table),
    )
  )
    return false;
  const query = earlier.findLast(
    ({ operation }) => operation.kind === "create-table-as" && key(operation.table) === key(successor),
  )?.operation;
  if (query?.kind === "create-table-as") return lacksColumns(table, query.shape, moment);
  const [old, next] = [moment.table(table), moment.table(successor)];
  if (old === undefined || next === undefined || next.origin !== "change" || next.moreColumns === true) return false;
  return old.moreColumns !== true && old.columns.some(({ name }) => !next.columns.some((column) => column.name === name));
}

const GIVES_COLUMNS: ReadonlySet<string> = new Set(["add-column", "rename-column"]);

/** A view, or a copy, that names its columns, and not all that the table has. */
function lacksColumns(table: RelationName, shape: ViewShape | undefined, moment: Moment): boolean {
  const known = moment.table(table);
  if (known === undefined || known.moreColumns === true || shape === undefined) return false;
  const names = shape.columns.map(({ name }) => name);
  if (names.includes("*") || names.includes(null)) return false;
  return known.columns.some(({ name }) => !names.includes(name));
}
