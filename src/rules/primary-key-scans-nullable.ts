import { grownWork, lockAndScan, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const primaryKeyScansNullable = defineRule({
  id: "primary-key-scans-nullable",
  hazard: "blocks-reads",
  severity: "error",
  title: "PRIMARY KEY USING INDEX on a nullable column reads every row",
  effect: "The index is there, but the columns must become NOT NULL: the table is read in full under ACCESS EXCLUSIVE.",
  remedy: "Make the columns NOT NULL first, by way of a validated CHECK.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { atlas: ["PG304"], eugene: ["W14"] },
  on: "add-constraint",

  *predict(_operation, moment) {
    for (const key of (_operation.constraint.type === "primary-key" && _operation.constraint.usingIndex !== null ? grownWork(moment) : [])) {
      const table = nameOfKey(key);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while every row is checked for NULL in the new primary key.`,
        witnesses: lockAndScan(key, moment),
      };
    }
  },

  examples: {
    before: "CREATE TABLE logs (id bigint NOT NULL, n bigint); INSERT INTO logs SELECT n, n FROM generate_series(1, 200) n; CREATE UNIQUE INDEX logs_n ON logs (n); CREATE UNIQUE INDEX logs_id ON logs (id);",
    bad: [
      "ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_n",
    ],
    good: [
      "ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_id",
    ],
  },
});
