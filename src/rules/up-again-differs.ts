import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

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
    ],
    good: [{ up: "CREATE TABLE a (id int)", down: "DROP TABLE a" }],
  },
});
