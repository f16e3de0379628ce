import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const emptyMigration = defineChangeRule({
  id: "empty-migration",
  hazard: "advice",
  severity: "warning",
  title: "A migration that does nothing",
  effect: "It takes a version and changes nothing; usually a file that was saved before its content.",
  remedy: "Write the migration, or remove the file.",
  source: "the file itself",
  priorArt: {},

  *judge({ migrations }) {
    for (const { id, up } of migrations) {
      if (up.statements.length === 0)
        yield { migration: id, place: startOf(up.file), evidence: "confirmed", message: `${id} has no statement.` };
    }
  },

  examples: {
    before: "",
    bad: [{ settled: {}, files: { "000001_a.up.sql": "-- to do\n" }, format: "golang-migrate" }],
    good: ["CREATE TABLE a (id int)"],
  },
});
