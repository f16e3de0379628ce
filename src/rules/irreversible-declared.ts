import { defineChangeRule } from "./rule.js";

export const irreversibleDeclared = defineChangeRule({
  id: "irreversible-declared",
  hazard: "no-way-back",
  severity: "info",
  title: "A declared point of no return",
  effect: "The author says that there is no way back, and why.",
  remedy: "Make sure that a backup exists before this runs, and that everyone who would roll back knows.",
  source: "the file itself",
  priorArt: {},

  *judge({ migrations }) {
    for (const { id, up, down } of migrations) {
      for (const directive of [up, ...(down === null ? [] : [down])].flatMap(({ directives }) => directives)) {
        if (directive.kind === "irreversible")
          yield {
            migration: id,
            place: directive.place,
            evidence: "confirmed",
            message: `${id} declares a point of no return: ${directive.reason}`,
          };
      }
    }
  },

  examples: {
    before: "",
    bad: [
      {
        settled: {},
        files: { "000001_a.up.sql": "-- migration-gate: irreversible: accounts are merged\nCREATE TABLE a (id int);" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: {},
        files: { "000001_a.up.sql": "CREATE TABLE a (id int);", "000001_a.down.sql": "DROP TABLE a;" },
        format: "golang-migrate",
      },
    ],
  },
});
