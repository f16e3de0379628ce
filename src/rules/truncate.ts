import { rowsIn } from "./lost-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const truncate = defineRule({
  id: "truncate",
  hazard: "data-loss",
  severity: "error",
  title: "TRUNCATE destroys all rows",
  effect: "All rows are gone at COMMIT. It takes ACCESS EXCLUSIVE, so readers and writers wait until then; with CASCADE every table that references this one is emptied as well.",
  remedy: "Delete in batches what is really meant, after the rows were saved; name each table instead of CASCADE.",
  source: "https://www.postgresql.org/docs/current/sql-truncate.html",
  priorArt: { pgfence: ["truncate", "truncate-cascade"], squawk: ["ban-truncate-cascade"], "postgres-language-server": ["banTruncate", "banTruncateCascade"], migrationpilot: ["MP036"] },
  on: "truncate",
  directions: ["up", "down"],

  *predict({ tables, cascade }, moment) {
    const named = new Set(tables.map((table) => moment.key(table)));
    for (const table of tables) {
      if (!moment.mayHoldRows(table)) continue;
      yield {
        table,
        message: `TRUNCATE destroys ${rowsIn(moment.table(table))} of ${sqlText.name(table)}.`,
        witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
      };
    }
    if (!cascade) return;
    for (const { relation } of moment.effects.locks) {
      if (named.has(relation) || !moment.mayHoldRows(relation)) continue;
      const [schema = "public", name = relation] = relation.split(/\.(.*)/su);
      yield {
        table: { schema, name },
        message: `CASCADE also empties ${relation}, which references it, though the statement does not name it.`,
        witnesses: [{ kind: "lock", relation, atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;`,
    bad: ["TRUNCATE orders", "TRUNCATE customers CASCADE"],
    good: ["CREATE TABLE scratch (id bigint); TRUNCATE scratch"],
  },
});
