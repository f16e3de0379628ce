import type { RelationName } from "../model/relation-name.js";
import { rowsIn } from "./lost-rows.js";
import { copiedTo, takesNameOf } from "./moved-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const createTableReplaces = defineRule({
  id: "create-table-replaces",
  hazard: "data-loss",
  severity: "error",
  title: "DROP TABLE and CREATE TABLE replace a table by an empty one",
  effect:
    "The schema looks the same afterwards, and all rows are gone: a reset that is right for a test database and wrong for production.",
  remedy:
    "Change the table with ALTER TABLE. To rebuild it, create the new one under another name, copy the rows, and swap the names.",
  source: "https://www.postgresql.org/docs/current/sql-droptable.html",
  priorArt: { strong_migrations: ["create_table"], online_migrations: ["create_table"] },
  on: "drop-table",

  *predict({ tables }, moment) {
    for (const name of tables) {
      if (takesNameOf(name, moment) !== "new-table" || !moment.mayHoldRows(name) || copiedTo(name, moment) !== null) continue;
      const text = sqlText.name(name);
      const isFilled = comesFromQuery(name, moment);
      yield {
        table: name,
        ...(isFilled ? { severity: "warning" as const } : {}),
        message: `${text} is dropped with ${rowsIn(moment.table(name))} and created again ${isFilled ? "with what a query gives" : "empty"}.`,
        fix: {
          sql: `-- keep what is there, and copy what the new table needs\nALTER TABLE ${text} RENAME TO ${sqlText.identifier(`${name.name}_old`)};\n-- CREATE TABLE ${text} (…);\nINSERT INTO ${text} SELECT * FROM ${sqlText.name({ ...name, name: `${name.name}_old` })};`,
          edits: [],
          verified: false,
          role: "sketch",
        },
        witnesses: [{ kind: "lock", relation: moment.key(name), atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE settings (id bigint PRIMARY KEY, value text); INSERT INTO settings SELECT n, 'v' FROM generate_series(1, 200) n;",
    bad: [
      "DROP TABLE IF EXISTS settings; CREATE TABLE settings (id bigint PRIMARY KEY, value jsonb)",
      "DROP TABLE settings CASCADE; CREATE TABLE settings (id bigint)",
      {
        title: "made anew from a query, which may give fewer rows",
        up: "DROP TABLE settings; CREATE TABLE settings AS SELECT n AS id, 'v' AS value FROM generate_series(1, 200) n",
      },
    ],
    good: [
      "CREATE TABLE IF NOT EXISTS settings (id bigint PRIMARY KEY, value text)",
      "DROP TABLE IF EXISTS never_there; CREATE TABLE never_there (id bigint)",
      {
        title: "the rows were copied",
        up: "CREATE TABLE copy AS SELECT * FROM settings; DROP TABLE settings; CREATE TABLE settings (id bigint PRIMARY KEY, value text); INSERT INTO settings SELECT * FROM copy",
      },
    ],
  },
});

/** CREATE TABLE … AS fills the new one at once: totals and copies of a query are often rebuilt so. */
function comesFromQuery(name: RelationName, moment: Moment): boolean {
  return moment
    .laterOf("create-table-as")
    .some(
      ({ operation }) =>
        operation.kind === "create-table-as" && operation.withData && moment.key(operation.table) === moment.key(name),
    );
}
