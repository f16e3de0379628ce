import { nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setLoggedRewrites = defineRule({
  id: "set-logged-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "SET LOGGED and SET UNLOGGED write the table anew",
  effect: "The table and its indexes are written anew under ACCESS EXCLUSIVE. An unlogged table is empty after a crash.",
  remedy: "Create a new table of the wanted kind and move the rows in batches.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { pgfence: ["set-logged-unlogged"], eugene: ["E10"], atlas: ["PG307"], migrationpilot: ["MP047"] },
  on: "set-logged",

  *predict({ logged }, moment) {
    const rewritten = moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation));
    for (const [root, work] of rootsOf(rewritten, moment)) {
      const table = nameOfKey(root);
      yield {
        table,
        message: `Nobody can read or write ${sqlText.name(table)} while it is written anew.`,
        fix: sketchOf(
          "-- a new table, filled in batches, then swapped in a later release",
          `CREATE ${logged ? "" : "UNLOGGED "}TABLE ${sqlText.name({ schema: table.schema, name: `${table.name}_new` })} (LIKE ${sqlText.name(table)} INCLUDING ALL);`,
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders SET UNLOGGED"],
    good: ["CREATE UNLOGGED TABLE scratch (n int); ALTER TABLE scratch SET LOGGED"],
  },
});
