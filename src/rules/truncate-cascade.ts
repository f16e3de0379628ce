import { nameOfKey } from "./effects-words.js";
import { rowsIn } from "./lost-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const truncateCascade = defineRule({
  id: "truncate-cascade",
  hazard: "data-loss",
  severity: "error",
  title: "TRUNCATE … CASCADE empties tables that it does not name",
  effect:
    "Every table with a foreign key to the named one is emptied as well, and every table with a key to those: all rows, also those whose key is NULL.",
  remedy: "Without CASCADE the server refuses and names the tables that would be emptied; list those that are meant.",
  source: "https://www.postgresql.org/docs/current/sql-truncate.html",
  priorArt: {
    squawk: ["ban-truncate-cascade"],
    pgfence: ["truncate-cascade"],
    "postgres-language-server": ["banTruncateCascade"],
    migrationpilot: ["MP036"],
  },
  on: "truncate",
  directions: ["up", "down"],

  *predict({ tables, cascade }, moment) {
    if (!cascade) return;
    const named = new Set(tables.map((table) => moment.key(table)));
    const taken = new Set(moment.effects.locks.map(({ relation }) => relation));
    for (const relation of taken) {
      if (named.has(relation) || !moment.catalog.tables.has(relation) || !moment.mayHoldRows(relation)) continue;
      const table = nameOfKey(relation);
      yield {
        table,
        message: `CASCADE also empties ${sqlText.name(table)}, which references ${listOf(tables.map(sqlText.name))} and which the statement does not name: ${rowsIn(moment.catalog.tables.get(relation))} are gone.`,
        fix: {
          sql: `-- says what it does; leave out what is not meant\nTRUNCATE ${[...taken]
            .filter((key) => moment.catalog.tables.has(key))
            .map((key) => sqlText.name(nameOfKey(key)))
            .join(", ")};`,
          edits: [],
          verified: false,
        },
        witnesses: [{ kind: "lock", relation, atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers); CREATE TABLE lines (order_id bigint REFERENCES orders);
INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; INSERT INTO lines SELECT generate_series(1, 200);`,
    bad: ["TRUNCATE customers CASCADE", "TRUNCATE orders, customers CASCADE"],
    good: [
      "TRUNCATE lines CASCADE",
      { title: "every table is named", up: "TRUNCATE customers, orders, lines CASCADE" },
      "CREATE TABLE scratch (id bigint); TRUNCATE scratch CASCADE",
    ],
  },
});

function listOf(names: readonly string[]): string {
  return names.length > 1 ? `one of ${names.join(", ")}` : names.join("");
}
