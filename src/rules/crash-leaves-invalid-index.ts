import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const crashLeavesInvalidIndex = defineChangeRule({
  id: "crash-leaves-invalid-index",
  hazard: "cannot-run",
  severity: "warning",
  title: "After a crash the second run hides an invalid index",
  effect:
    "A build that is cut off (a deploy canceled, a timeout, a lost connection) leaves an invalid index; the second run skips it by its name and ends well, and every write goes on paying for an index that no query may use.",
  remedy: "Put DROP INDEX CONCURRENTLY IF EXISTS before CREATE INDEX CONCURRENTLY, and leave IF NOT EXISTS out.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: { squawk: ["prefer-robust-stmts"], strong_migrations: ["remove_invalid_indexes"] },

  *judge({ migrations }, rehearsal) {
    for (const { migration, statement, cut, outcome, invalidIndexes } of rehearsal?.interruption ?? []) {
      if (outcome !== "invalid-index") continue;
      const found = statementOf(migrations, migration, "up", statement);
      yield {
        migration,
        statement,
        place: found?.place ?? startOf(migration),
        evidence: "observed",
        message: `Cut off ${cut === "during" ? "in the middle of" : "after"} this statement and run again, the migration succeeds and leaves ${invalidIndexes.join(", ")} invalid.`,
        proof: "it was cut off and run again on a copy",
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text); INSERT INTO orders SELECT g, 'n' FROM generate_series(1, 20) g;",
    bad: [{ up: "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note ON orders (note)", transaction: "statement" }],
    good: [
      {
        up: "DROP INDEX CONCURRENTLY IF EXISTS orders_note; CREATE INDEX CONCURRENTLY orders_note ON orders (note)",
        transaction: "statement",
      },
    ],
  },
});
