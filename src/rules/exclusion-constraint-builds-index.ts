import { grownWork, lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const exclusionConstraintBuildsIndex = defineRule({
  id: "exclusion-constraint-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD EXCLUDE builds and checks under ACCESS EXCLUSIVE",
  effect: "The index is built and every row checked against it while nobody can read or write the table. There is no NOT VALID and no USING INDEX for it.",
  remedy: "Create a new table with the constraint and move the rows in batches, or add it in a maintenance window.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { pgfence: ["add-constraint-exclude"], strong_migrations: ["add_exclusion_constraint"], eugene: ["E8"], atlas: ["PG109"], migrationpilot: ["MP031"] },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const key = moment.key(table);
    if (constraint.type !== "exclude" || constraint.usingIndex !== null || !grownWork(moment).includes(key)) return;
    const text = sqlText.name(table);
    const columns = constraint.columns.map((column) => sqlText.identifier(column)).join(", ");
    const name = sqlText.identifier(constraint.name ?? `${table.name}_excl`);
    yield {
      table,
      message: `Nobody can read or write ${text} while its exclusion constraint is built and checked.`,
      fix: { sql: `-- no way without a lock: a new table with the constraint, filled in batches, then swapped\nCREATE TABLE ${text}_new (LIKE ${text} INCLUDING ALL);\n-- ADD CONSTRAINT ${name} EXCLUDE (${columns}) there, while it is empty`, edits: [], verified: false },
      witnesses: lockAndScan(key, moment),
    };
  },

  examples: {
    before: "CREATE TABLE logs (id bigint NOT NULL, n bigint); INSERT INTO logs SELECT n, n FROM generate_series(1, 200) n; CREATE UNIQUE INDEX logs_n ON logs (n); CREATE UNIQUE INDEX logs_id ON logs (id);",
    bad: [
      "ALTER TABLE logs ADD CONSTRAINT no_overlap EXCLUDE USING btree (n WITH =)",
    ],
    good: [
      "CREATE TABLE slots (n int); ALTER TABLE slots ADD EXCLUDE USING btree (n WITH =)",
    ],
  },
});
