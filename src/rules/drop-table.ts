import { rowsIn } from "./lost-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropTable = defineRule({
  id: "drop-table",
  hazard: "data-loss",
  severity: "error",
  title: "DROP TABLE destroys its rows",
  effect: "The rows are gone at COMMIT, and every query of the running application that names the table fails from then on.",
  remedy: "Stop using the table in one release, keep it renamed or archived for a while, and drop it in a later one.",
  source: "https://www.postgresql.org/docs/current/sql-droptable.html",
  priorArt: { squawk: ["ban-drop-table"], pgfence: ["drop-table"], atlas: ["DS102"], "postgres-language-server": ["banDropTable"], migrationpilot: ["MP026"] },
  on: "drop-table",

  *predict({ tables, ifExists }, moment) {
    for (const name of tables) {
      const table = moment.table(name);
      if (!moment.isShared(name) || (table === undefined && moment.catalog.complete && ifExists)) continue;
      const holdsRows = moment.mayHoldRows(name);
      const text = sqlText.name(name);
      yield {
        table: name,
        severity: holdsRows ? "error" : "warning",
        message: holdsRows ? `${text} is dropped with ${rowsIn(table)}.` : `${text} is dropped; it holds no rows.`,
        fix: {
          sql: `-- this release: out of the way, and easy to bring back\nALTER TABLE ${text} RENAME TO ${sqlText.identifier(`${name.name}_dropped`)};\n-- a later release, after a backup was taken\nDROP TABLE ${sqlText.name({ ...name, name: `${name.name}_dropped` })};`,
          edits: [],
          verified: false,
        },
        witnesses: [{ kind: "gone", object: moment.key(name) }],
      };
    }
  },

  examples: {
    before: "CREATE TABLE sessions (id bigint PRIMARY KEY); INSERT INTO sessions SELECT generate_series(1, 200);",
    bad: ["DROP TABLE sessions", "DROP TABLE IF EXISTS sessions CASCADE"],
    good: [
      "DROP TABLE IF EXISTS never_there",
      "CREATE TABLE scratch (id bigint); DROP TABLE scratch",
      "CREATE TEMPORARY TABLE work (id bigint); DROP TABLE work",
    ],
  },
});
