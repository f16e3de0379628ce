import { defineChangeRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { startOf } from "./statement-of.js";

export const invalidIndexLeft = defineChangeRule({
  id: "invalid-index-left",
  hazard: "cannot-run",
  severity: "error",
  title: "An invalid index was left behind",
  effect:
    "A failed CREATE INDEX CONCURRENTLY leaves an index that no query uses and every write maintains; a second try with IF NOT EXISTS skips it silently.",
  remedy: "DROP INDEX CONCURRENTLY the invalid one and mend what made it fail, usually duplicate rows.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: { strong_migrations: ["remove_invalid_indexes"], migrationpilot: ["MP070"] },

  *judge({ migrations }, rehearsal) {
    for (const index of rehearsal?.invalidIndexes ?? []) {
      const [migration] = migrations;
      const statement = migrations
        .flatMap(({ up }) => up.statements)
        .find(({ operations }) =>
          operations.some(({ operation }) => operation.kind === "create-index" && index.endsWith(`.${operation.index ?? "?"}`)),
        );
      yield {
        migration: statement?.migration ?? migration?.id ?? null,
        statement: statement?.index ?? null,
        place: statement?.place ?? startOf(migration?.up.file ?? ""),
        evidence: "observed",
        message: `The index ${index} is invalid after the migration: it costs every write and serves no read.`,
        fix: sketchOf("-- once the rows allow it, after which it can be built again", `DROP INDEX CONCURRENTLY ${index};`),
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, code int); INSERT INTO orders VALUES (1, 5), (2, 5);",
    bad: [{ up: "CREATE UNIQUE INDEX CONCURRENTLY orders_code ON orders (code)", transaction: "statement" }],
    good: [{ up: "CREATE INDEX CONCURRENTLY orders_code ON orders (code)", transaction: "statement" }],
  },
});
