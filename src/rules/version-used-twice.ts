import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const versionUsedTwice = defineChangeRule({
  id: "version-used-twice",
  hazard: "history",
  severity: "error",
  title: "Two migrations claim one version",
  effect: "Most tools refuse to run, others run only one of them, and which one depends on the name.",
  remedy: "Give the newer one the next free version.",
  source: "the history rules of the migration tool",
  priorArt: {},

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "version-used-twice") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);", "000002_c.up.sql": "CREATE TABLE c (id int);" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);", "000003_c.up.sql": "CREATE TABLE c (id int);" },
        format: "golang-migrate",
      },
    ],
  },
});
