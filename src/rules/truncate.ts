import { comesBack } from "./comes-back.js";
import { rowsIn } from "./lost-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const truncate = defineRule({
  id: "truncate",
  hazard: "data-loss",
  severity: "error",
  title: "TRUNCATE destroys all rows",
  effect: "All rows are gone at COMMIT. It takes ACCESS EXCLUSIVE, so readers and writers wait until then.",
  remedy: "Delete in batches what is really meant, after the rows were saved.",
  source: "https://www.postgresql.org/docs/current/sql-truncate.html",
  priorArt: {
    pgfence: ["truncate"],
    "postgres-language-server": ["banTruncate"],
    bytebase: ["STATEMENT_DISALLOW_TRUNCATE"],
    migrationpilot: ["MP036"],
  },
  on: "truncate",
  directions: ["up", "down"],

  *predict({ tables }, moment) {
    for (const table of tables) {
      if (!moment.mayHoldRows(table) || comesBack(table, moment)) continue;
      const name = sqlText.name(table);
      yield {
        table,
        ...(comesBack(table, moment, "the last")
          ? { severity: "warning", message: `TRUNCATE empties ${name}, which stays empty where a statement after it fails.` }
          : { message: `TRUNCATE empties ${name}: ${rowsIn(moment.table(table))} are gone.` }),
        fix: {
          sql: `-- repeat until it deletes nothing, each time in a transaction of its own\nDELETE FROM ${name} WHERE ctid IN (\n  SELECT ctid FROM ${name} WHERE /* which rows are meant */ true LIMIT 5000);`,
          edits: [],
          verified: false,
          role: "sketch",
        },
        witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;
CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', 'B');`,
    bad: [
      "TRUNCATE orders",
      "TRUNCATE customers, orders RESTART IDENTITY",
      {
        title: "a list of kinds of which one does not come back",
        up: "TRUNCATE kinds; INSERT INTO kinds VALUES ('a', 'Alpha')",
      },
    ],
    good: [
      "CREATE TABLE scratch (id bigint); TRUNCATE scratch",
      {
        title: "a list of kinds that is written anew",
        up: "TRUNCATE kinds; INSERT INTO kinds VALUES ('a', 'Alpha'), ('b', 'Beta'), ('c', 'C')",
      },
    ],
  },
});
