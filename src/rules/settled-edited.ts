import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const settledEdited = defineChangeRule({
  id: "settled-edited",
  hazard: "history",
  severity: "error",
  title: "A migration that was already merged is edited",
  effect:
    "Databases that ran it keep what the old text made, new ones get the new text: they differ from now on. Tools that keep checksums refuse to deploy.",
  remedy: "Restore the file and put the difference into a new migration.",
  source: "the history rules of the migration tool",
  priorArt: { atlas: ["non_linear"], "pg-safe-migrate": ["checksums"] },

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "settled-edited") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000001_a.up.sql": "CREATE TABLE a (id bigint);" },
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
