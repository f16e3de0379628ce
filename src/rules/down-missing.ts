import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const downMissing = defineChangeRule({
  id: "down-missing",
  hazard: "no-way-back",
  severity: "warning",
  title: "There is no way back",
  effect: "When the release goes wrong, the schema can only be mended by hand, under pressure.",
  remedy:
    "Write the way back as your tool names it, or declare the point of no return in the file: -- migration-gate: irreversible: <reason>",
  source: "the way the migration tool reverts",
  priorArt: {
    strong_migrations: ["check_down"],
    "django-migration-linter": ["RUNSQL_REVERSIBLE"],
    "safe-migrate": ["irreversible-migration"],
  },

  *judge({ migrations, history }, rehearsal) {
    if (FORWARD_ONLY.has(history.format)) return;
    // Some put the whole way back of several files into one of them: where it was seen to lead back, none is missing.
    const status = rehearsal?.rollback.status;
    if ((status === "exact" || status === "column-order") && migrations.some(({ down }) => down !== null)) return;
    for (const { id, up, down, movesData } of migrations) {
      const empty = down === null || down.statements.length === 0;
      const scripts = down === null ? [up] : [up, down];
      const declared = scripts.some(({ directives }) => directives.some(({ kind }) => kind === "irreversible"));
      // What a backfill did goes with the tables and columns that it filled.
      if (!empty || declared || movesData === true || up.statements.length === 0) continue;
      yield {
        migration: id,
        place: startOf(up.file),
        evidence: "confirmed",
        message: `${id} has no way back${down === null ? "" : ": its down part is empty"}.`,
      };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "the history has ways back, this one has none",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);", "000001_a.down.sql": "DROP TABLE a;" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: {},
        files: { "000001_a.up.sql": "CREATE TABLE a (id int);", "000001_a.down.sql": "DROP TABLE a;" },
        format: "golang-migrate",
      },
      {
        title: "one file takes back what both did",
        settled: {},
        files: {
          "000001_a.up.sql": "CREATE TABLE a (id int);",
          "000001_a.down.sql": "DROP TABLE a;",
          "000002_b.up.sql": "ALTER TABLE a ADD COLUMN n int;",
        },
        format: "golang-migrate",
      },
      {
        settled: {},
        files: { "000001_a.up.sql": "-- migration-gate: irreversible: rows are merged\nCREATE TABLE a (id int);" },
        format: "golang-migrate",
      },
    ],
  },
});

/** Tools that know no way back, so that missing one is no omission of the author. */
const FORWARD_ONLY = new Set(["prisma", "drizzle", "supabase", "single-file"]);
