import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sketchOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const exclusionConstraintBuildsIndex = defineRule({
  id: "exclusion-constraint-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD EXCLUDE builds and checks under ACCESS EXCLUSIVE",
  effect:
    "The index is built and every row checked against it while nobody can read or write the table. There is no NOT VALID and no USING INDEX for it.",
  remedy: "Create a new table with the constraint and move the rows in batches, or add it in a maintenance window.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    pgfence: ["add-constraint-exclude"],
    strong_migrations: ["add_exclusion_constraint"],
    eugene: ["E8"],
    atlas: ["PG109"],
    migrationpilot: ["MP031"],
  },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const work = grownIn(table, moment);
    if (constraint.type !== "exclude" || constraint.usingIndex !== null || work.length === 0) return;
    const text = sqlText.name(table);
    const fresh = sqlText.name({ schema: table.schema, name: `${table.name}_new` });
    const name = sqlText.identifier(constraint.name ?? `${table.name}_excl`);
    yield {
      table,
      message: `Nobody can read or write ${text} while its exclusion constraint is built and checked.`,
      fix: sketchOf(
        "-- no way without a lock: a new table with the constraint, filled in batches, then swapped",
        `CREATE TABLE ${fresh} (LIKE ${text} INCLUDING ALL);`,
        `-- ${name} there, while it is empty: ${(writtenText(moment) ?? "").replace(/\s+/gu, " ")}`,
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE logs (id bigint NOT NULL, n bigint); INSERT INTO logs SELECT n, n FROM generate_series(1, 200) n; CREATE UNIQUE INDEX logs_n ON logs (n); CREATE UNIQUE INDEX logs_id ON logs (id);",
    bad: ["ALTER TABLE logs ADD CONSTRAINT no_overlap EXCLUDE USING btree (n WITH =)"],
    good: ["CREATE TABLE slots (n int); ALTER TABLE slots ADD EXCLUDE USING btree (n WITH =)"],
  },
});
