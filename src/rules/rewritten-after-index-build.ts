import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const rewrittenAfterIndexBuild = defineRule({
  id: "rewritten-after-index-build",
  hazard: "advice",
  severity: "warning",
  title: "An index is built, and the table rewritten after it",
  effect: "The rewrite builds every index again: the first build was for nothing.",
  remedy: "Rewrite first, then build the index.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {},
  on: ["alter-column-type", "add-column", "cluster", "vacuum", "set-logged"],

  *predict(_operation, moment) {
    for (const relation of moment.effects.rewrites) {
      if (!moment.mayHoldRows(relation)) continue;
      const built = moment.earlier.find(
        ({ operation: other }) => other.kind === "create-index" && moment.key(other.table) === relation,
      );
      if (built?.operation.kind !== "create-index") continue;
      yield {
        table: built.operation.table,
        message: `Line ${built.statement.place.line} of ${built.statement.place.file} builds an index on ${sqlText.name(built.operation.table)}, and this statement writes the table and all its indexes anew.`,
        witnesses: [{ kind: "rewrite", relation }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["CREATE INDEX fresh ON orders (note); ALTER TABLE orders ALTER COLUMN customer_id TYPE numeric"],
    good: [
      "ALTER TABLE orders ALTER COLUMN customer_id TYPE numeric; CREATE INDEX fresh ON orders (note)",
      "CREATE INDEX fresh ON orders (note); ALTER TABLE orders ADD COLUMN state text",
    ],
  },
});
