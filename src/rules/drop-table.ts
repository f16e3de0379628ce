import type { Witness } from "../model/finding.js";
import type { RelationName } from "../model/relation-name.js";
import { rowsIn } from "./lost-rows.js";
import { copiedTo, takesNameOf } from "./moved-rows.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const dropTable = defineRule({
  id: "drop-table",
  hazard: "data-loss",
  severity: "error",
  title: "DROP TABLE destroys its rows",
  effect: "The rows are gone at COMMIT, and every query of the running application that names the table fails from then on.",
  remedy: "Stop using the table in one release, keep it renamed or archived for a while, and drop it in a later one.",
  source: "https://www.postgresql.org/docs/current/sql-droptable.html",
  priorArt: {
    squawk: ["ban-drop-table"],
    pgfence: ["drop-table"],
    atlas: ["DS102"],
    "postgres-language-server": ["banDropTable"],
    migrationpilot: ["MP026"],
  },
  on: "drop-table",

  *predict({ tables, ifExists }, moment) {
    for (const name of tables) {
      if (!moment.isShared(name) || (moment.table(name) === undefined && moment.catalog.complete && ifExists)) continue;
      // DROP TABLE and CREATE TABLE of one name are create-table-replaces.
      if (takesNameOf(name, moment) === "new-table" && copiedTo(name, moment) === null && moment.mayHoldRows(name)) continue;
      yield dropped(name, moment);
    }
  },

  examples: {
    before: "CREATE TABLE sessions (id bigint PRIMARY KEY); INSERT INTO sessions SELECT generate_series(1, 200);",
    bad: [
      "DROP TABLE sessions",
      "DROP TABLE IF EXISTS sessions CASCADE",
      {
        title: "another table takes its name",
        up: "CREATE TABLE next (id bigint); DROP TABLE sessions; ALTER TABLE next RENAME TO sessions",
      },
      { title: "inside a DO block", up: "DO $$ BEGIN IF EXISTS (SELECT FROM sessions) THEN DROP TABLE sessions; END IF; END $$" },
    ],
    good: [
      { title: "its own way back", up: "CREATE TABLE scratch (id bigint)", down: "DROP TABLE scratch" },
      "DROP TABLE IF EXISTS never_there",
      "CREATE TABLE scratch (id bigint); DROP TABLE scratch",
      "CREATE TEMPORARY TABLE work (id bigint); DROP TABLE work",
    ],
  },
});

function dropped(name: RelationName, moment: Moment): Prediction {
  const table = moment.table(name);
  const text = sqlText.name(name);
  // Where another relation takes the name, a look at the schema afterwards does not show that this one is gone.
  const witnesses: readonly Witness[] =
    takesNameOf(name, moment) === null
      ? [{ kind: "gone", object: moment.key(name) }]
      : [{ kind: "lock", relation: moment.key(name), atLeast: "AccessExclusiveLock" }];
  if (table?.kind === "foreign") {
    return {
      table: name,
      hazard: "breaks-old-code",
      severity: "warning",
      message: `The foreign table ${text} is dropped: its rows stay where they are, and queries that name it fail.`,
      witnesses,
    };
  }
  const copy = copiedTo(name, moment);
  if (copy !== null) {
    return {
      table: name,
      severity: "warning",
      message: `${text} is dropped after its rows were copied to ${sqlText.name(copy)}: what others write to it between the copy and the drop is lost, unless the table is locked first.`,
      witnesses,
    };
  }
  const holdsRows = moment.mayHoldRows(name);
  return {
    table: name,
    hazard: holdsRows ? "data-loss" : "breaks-old-code",
    severity: holdsRows ? "error" : "warning",
    message: holdsRows
      ? `${text} is dropped with ${rowsIn(table)}.`
      : `${text} is dropped; it holds no rows, and code that names it fails.`,
    ...(takesNameOf(name, moment) === null &&
    moment.site.operation.kind === "drop-table" &&
    moment.site.operation.tables.length === 1
      ? { fix: fixOf(`${LATER_RELEASE}, once no code reads or writes it and a backup was taken`, `DROP TABLE ${text};`) }
      : {}),
    witnesses,
  };
}
