import type { Step } from "../model/rehearsal.js";
import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const upAgainDiffers = defineChangeRule({
  id: "up-again-differs",
  hazard: "no-way-back",
  severity: "warning",
  title: "Going forward again gives another schema",
  effect:
    "Up, down and up again does not end where the first up did: a release that was rolled back and repeated leaves a database that no test has seen.",
  remedy: "Let the down file undo everything that the up file did.",
  source: "rehearsal",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    if (rehearsal?.rollback.upAgainEqual !== false) return;
    const [first] = migrations;
    const refused = rehearsal.rollback.missing.length > 0 ? undefined : rehearsal.steps.find(isRefusal);
    if (refused?.error != null) {
      const statement = statementOf(migrations, refused.migration, "up", refused.statement);
      yield {
        migration: refused.migration,
        statement: refused.statement,
        place: statement?.place ?? startOf(first?.up.file ?? ""),
        severity: "error",
        evidence: "observed",
        message: `After the way back the change cannot be applied again: ${refused.error.message}.`,
        proof: `SQLSTATE ${refused.error.sqlstate}`,
      };
      return;
    }
    yield {
      migration: first?.id ?? null,
      place: startOf(first?.up.file ?? ""),
      evidence: "observed",
      message: "Up, down and up again does not give the schema of the first up.",
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
    bad: [
      {
        up: "DO $$ BEGIN IF to_regclass('marker') IS NULL THEN CREATE TABLE marker (id int); ELSE CREATE TABLE second (id int); END IF; END $$",
        down: "DROP TABLE IF EXISTS second",
      },
      {
        title: "a copy that the way back leaves",
        up: "CREATE TABLE orders_before AS SELECT * FROM orders; ALTER TABLE orders ADD COLUMN note text",
        down: "ALTER TABLE orders DROP COLUMN note",
      },
    ],
    good: [{ up: "CREATE TABLE a (id int)", down: "DROP TABLE a" }],
  },
});

/** Not for our own readers and writers: lock_not_available, deadlock_detected. */
function isRefusal({ phase, error }: Step): boolean {
  return phase === "again" && error !== null && error.sqlstate !== "55P03" && error.sqlstate !== "40P01";
}
