import { nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const vacuumFullRewrites = defineRule({
  id: "vacuum-full-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "VACUUM FULL writes the table anew",
  effect: "The table and its indexes are written anew under ACCESS EXCLUSIVE. Plain VACUUM lets everyone through.",
  remedy: "Plain VACUUM; for space, pg_repack.",
  source: "https://www.postgresql.org/docs/current/sql-vacuum.html",
  priorArt: { pgfence: ["vacuum-full"], "postgres-language-server": ["banVacuumFull"], migrationpilot: ["MP006"] },
  on: "vacuum",

  *predict(_operation, moment) {
    const rewritten = moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation));
    for (const [root, work] of rootsOf(rewritten, moment)) {
      const table = nameOfKey(root);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while VACUUM FULL writes it anew.`,
        fix: fixOf(
          `-- for space on disk: pg_repack --table=${sqlText.name(table)}`,
          NO_TRANSACTION,
          `VACUUM (ANALYZE) ${sqlText.name(table)};`,
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [{ up: "VACUUM FULL orders", transaction: "statement" }],
    good: [{ up: "VACUUM orders", transaction: "statement" }],
  },
});
