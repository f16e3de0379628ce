import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const backfillIncomplete = defineChangeRule({
  id: "backfill-incomplete",
  hazard: "data-loss",
  severity: "error",
  title: "A backfill leaves rows behind",
  effect:
    "The rows that it did not reach keep their old values, or none, and nobody notices until code that needs the new ones meets them.",
  remedy:
    "Loop without OFFSET until no row is found, or page by the key (WHERE id > last ORDER BY id LIMIT n), so that a second run finds nothing to do.",
  source: "the command itself, run twice on the same database",
  priorArt: {},

  *judge({ history }) {
    for (const { kind, file, migration, message } of history.problems) {
      if (kind === "backfill-incomplete") yield { migration, place: startOf(file), evidence: "confirmed", message };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "a script that pages with OFFSET over the rows that it has not filled yet",
        settled: {},
        files: { "000001_a.up.sql": "CREATE TABLE a (id int, note text);", "000001_a.down.sql": "DROP TABLE a;" },
        format: "golang-migrate",
        problems: [
          {
            kind: "backfill-incomplete",
            file: "scripts/backfill.mjs",
            migration: null,
            message:
              "`node scripts/backfill.mjs` is not complete: it changed 30 rows, and a second run still changed 20 (public.a).",
          },
        ],
      },
    ],
    good: [
      {
        title: "a second run finds nothing to do",
        settled: {},
        files: { "000001_a.up.sql": "CREATE TABLE a (id int, note text);", "000001_a.down.sql": "DROP TABLE a;" },
        format: "golang-migrate",
      },
    ],
  },
});
