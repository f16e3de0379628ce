import { referrersOf } from "../catalog/dependents.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const truncateRefused = defineRule({
  id: "truncate-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "TRUNCATE of a table that a foreign key points to",
  effect:
    "The server refuses to truncate a table that another one references, unless both are named in one statement, even when the other one is empty.",
  remedy: "Name all of them in one TRUNCATE, or delete the rows that are meant. CASCADE would empty the others unseen.",
  source: "https://www.postgresql.org/docs/current/sql-truncate.html",
  priorArt: { migrationpilot: ["MP036"] },
  on: "truncate",
  directions: ["up", "down"],

  *predict({ tables, cascade }, moment) {
    if (cascade || !knowsNames(moment)) return;
    const named = new Set(tables.map((table) => moment.key(table)));
    for (const table of tables) {
      const referrer = referrersOf(moment.key(table), moment.catalog).find((each) => !named.has(each.table));
      if (referrer === undefined) continue;
      yield {
        table,
        message: `${sqlText.name(nameOfKey(referrer.table))} references ${sqlText.name(table)}, so the server refuses to truncate it alone.`,
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
      return;
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);",
    bad: ["TRUNCATE customers"],
    good: ["TRUNCATE orders", "TRUNCATE customers, orders", "TRUNCATE customers CASCADE"],
  },
});
