import { nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const clusterRewrites = defineRule({
  id: "cluster-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "CLUSTER writes the table anew",
  effect: "The table and its indexes are written anew in the order of an index, under ACCESS EXCLUSIVE.",
  remedy: "Use pg_repack, which does it online, or leave the order to the application.",
  source: "https://www.postgresql.org/docs/current/sql-cluster.html",
  priorArt: { squawk: ["prefer-repack"], eugene: ["E10"], migrationpilot: ["MP032"] },
  on: "cluster",

  *predict({ index }, moment) {
    const rewritten = moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation));
    for (const [root, work] of rootsOf(rewritten, moment)) {
      const table = nameOfKey(root);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while CLUSTER writes it anew.`,
        fix: fixOf(
          "-- pg_repack orders the rows of a table online:",
          `-- pg_repack --table=${sqlText.name(table)}${index === null ? "" : ` --order-by='columns of ${index}'`}`,
          ...(index === null
            ? ["-- inside the migration there is no way without the lock"]
            : [
                "-- inside the migration there is no way without the lock; this marks the index for it",
                `ALTER TABLE ${sqlText.name(table)} CLUSTER ON ${sqlText.identifier(index)};`,
              ]),
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["CLUSTER orders USING orders_pkey"],
    good: ["CREATE TABLE scratch (id int PRIMARY KEY); CLUSTER scratch USING scratch_pkey"],
  },
});
