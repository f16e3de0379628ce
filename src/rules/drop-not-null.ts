import { goesLater } from "./moved-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropNotNull = defineRule({
  id: "drop-not-null",
  hazard: "breaks-old-code",
  severity: "info",
  title: "Readers may meet NULL where there was none",
  effect: "Code that relies on the column never being NULL fails on the first row that is.",
  remedy: "Let readers cope with NULL first. Setting NOT NULL again later needs a scan.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["ban-drop-not-null"],
    pgfence: ["drop-not-null"],
    "postgres-language-server": ["banDropNotNull"],
    migrationpilot: ["MP029"],
  },
  on: "drop-not-null",

  *predict({ table, column }, moment) {
    if (!moment.isShared(table) || moment.column(table, column)?.notNull === false) return;
    if (moment.column(table, column) === undefined && moment.catalog.complete) return;
    if (goesLater(table, moment)) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column)];
    yield {
      table,
      message: `${sqlText.name(table)}.${column} may be NULL from now on.`,
      fix: {
        sql: `-- to have it back later, without a scan under the strong lock\nALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(`${table.name}_${column}_not_null`)} CHECK (${name} IS NOT NULL) NOT VALID;\nALTER TABLE ${text} VALIDATE CONSTRAINT ${sqlText.identifier(`${table.name}_${column}_not_null`)};\nALTER TABLE ${text} ALTER COLUMN ${name} SET NOT NULL;`,
        edits: [],
        verified: false,
        role: "sketch",
      },
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL, memo text);",
    bad: ["ALTER TABLE orders ALTER COLUMN note DROP NOT NULL"],
    good: [
      "ALTER TABLE orders ALTER COLUMN memo DROP NOT NULL",
      "CREATE TABLE scratch (n int NOT NULL); ALTER TABLE scratch ALTER COLUMN n DROP NOT NULL",
    ],
  },
});
