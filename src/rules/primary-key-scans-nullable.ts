import { grownWork, nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, notNullSteps, writtenText } from "./safe-steps.js";
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

  *predict(operation, moment) {
    const { type, usingIndex } = operation.constraint;
    if (type !== "primary-key" || usingIndex === null) return;
    for (const [root, work] of rootsOf(grownWork(moment), moment)) {
      const table = nameOfKey(root);
      const columns = moment.index({ schema: operation.table.schema, name: usingIndex })?.columns ?? [];
      const loose = columns.filter((column) => column !== null && moment.column(operation.table, column)?.notNull !== true);
      const index = sqlText.identifier(usingIndex);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while every row is checked for NULL in the new primary key.`,
        fix: fixOf(
          ...notNullSteps(
            table,
            loose.filter((column) => column !== null),
          ),
          `${writtenText(moment) ?? `ALTER TABLE ${sqlText.name(table)} ADD PRIMARY KEY USING INDEX ${index}`};`,
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE logs (id bigint NOT NULL, n bigint); INSERT INTO logs SELECT n, n FROM generate_series(1, 200) n; CREATE UNIQUE INDEX logs_n ON logs (n); CREATE UNIQUE INDEX logs_id ON logs (id);",
    bad: ["ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_n"],
    good: ["ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_id"],
  },
});
