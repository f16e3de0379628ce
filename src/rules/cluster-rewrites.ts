import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
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

  *predict(_operation, moment) {
    for (const key of moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation))) {
      const table = nameOfKey(key);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while CLUSTER writes it anew.`,
        witnesses: [{ kind: "lock", relation: key, atLeast: "AccessExclusiveLock" }, { kind: "rewrite", relation: key }],
      };
    }
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "CLUSTER orders USING orders_pkey",
    ],
    good: [
      "CREATE TABLE scratch (id int PRIMARY KEY); CLUSTER scratch USING scratch_pkey",
    ],
  },
});
