import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const skippedExisting = defineChangeRule({
  id: "skipped-existing",
  hazard: "advice",
  severity: "warning",
  title: "IF NOT EXISTS skipped what was already there",
  effect:
    "The object was there before this statement, so nothing was done, and wherever it differs from what the file says, it stays as it was: Postgres compares the name alone.",
  remedy: "Leave the statement out, or alter what is there to what the file says.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html (IF NOT EXISTS)",
  priorArt: { squawk: ["prefer-robust-stmts"] },

  *judge({ migrations }, rehearsal) {
    for (const { migration, statement, phase, notices } of rehearsal?.steps ?? []) {
      if (phase !== "up") continue;
      const notice = notices.find(({ message }) => SKIPPED.test(message) && !HARMLESS.test(message));
      if (notice === undefined) continue;
      const found = statementOf(migrations, migration, "up", statement);
      yield {
        migration,
        statement,
        place: found?.place ?? startOf(migration),
        evidence: "observed",
        message: `The statement did nothing: ${notice.message}.`,
        proof: "the server said so",
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(10)); CREATE INDEX orders_note ON orders (id);",
    bad: ["ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text", "CREATE INDEX IF NOT EXISTS orders_note ON orders (note)"],
    good: ["ALTER TABLE orders ADD COLUMN IF NOT EXISTS memo text", "CREATE TABLE IF NOT EXISTS lines (id bigint PRIMARY KEY)"],
  },
});

const SKIPPED = /\balready exists, skipping$/u;

/** What a platform or an earlier release makes is meant to be shared. */
const HARMLESS = /^(?:schema|extension|role) /u;
