import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const checksumWrong = defineChangeRule({
  id: "checksum-wrong",
  hazard: "history",
  severity: "error",
  title: "A checksum or journal that the migration tool keeps does not fit the files",
  effect:
    "The tool compares its own record (`atlas.sum`, hashes in headers, a plan, a journal, a lock file) with the files before it runs anything. It stops there, or passes migrations over: the deploy fails although the SQL is sound.",
  remedy:
    "Let the tool write its record again (`atlas migrate hash`, `graphile-migrate commit`, `drizzle-kit generate`, `sqitch rework`), and commit both together. After a merge of two branches it has to be written once more.",
  source: "the history rules of the migration tool",
  priorArt: {},

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "checksum-wrong") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: {},
        files: { "1_a.sql": "CREATE TABLE a (id int);" },
        format: "atlas",
      },
    ],
    good: [
      {
        settled: {},
        files: {
          "1_a.sql": "CREATE TABLE a (id int);",
          "atlas.sum":
            "h1:DGFUeKut0XzoS8bfIWgQPnKzelAdTuR0v3+CwJ20ebs=\n1_a.sql h1:ysCgJuAOhvResnsjwzhbor1JsUAEpU7lq6SH/hyA7To=\n",
        },
        format: "atlas",
      },
    ],
  },
});
