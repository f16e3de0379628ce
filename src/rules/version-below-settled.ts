import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const versionBelowSettled = defineChangeRule({
  id: "version-below-settled",
  hazard: "history",
  severity: "error",
  title: "A new migration sorts before one that was already merged",
  effect:
    "Databases that are past that version never run it, or run it out of order, depending on the tool: it was tested in an order that production does not have.",
  remedy: "Give it a version above the newest merged one.",
  source: "the history rules of the migration tool",
  priorArt: { atlas: ["non_linear"] },

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "version-below-settled") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);", "000003_c.up.sql": "CREATE TABLE c (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
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
