import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const settledDeleted = defineChangeRule({
  id: "settled-deleted",
  hazard: "history",
  severity: "error",
  title: "A migration that was already merged is deleted",
  effect:
    "New databases no longer get what it made, while those that ran it keep it. Tools that compare their table with the files refuse to deploy.",
  remedy: "Restore the file; undo its effect in a new migration.",
  source: "the history rules of the migration tool",
  priorArt: { atlas: ["non_linear"] },

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "settled-deleted") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);", "000002_b.up.sql": "CREATE TABLE b (id int);" },
        files: { "000002_b.up.sql": null },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        format: "golang-migrate",
      },
    ],
  },
});
