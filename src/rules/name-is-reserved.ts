import { namesIn } from "./new-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const nameIsReserved = defineRule({
  id: "name-is-reserved",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A name that is a key word",
  effect: "It has to be quoted in every query; some, such as user, mean something else without quotes and do not even fail.",
  remedy: "Another name: account instead of user.",
  source: "https://www.postgresql.org/docs/current/sql-keywords-appendix.html",
  priorArt: {},
  on: [
    "create-table",
    "create-table-as",
    "add-column",
    "create-index",
    "add-constraint",
    "rename-table",
    "rename-column",
    "create-enum",
    "create-view",
  ],

  *predict(operation) {
    for (const { what, name, table } of namesIn(operation)) {
      if (!/^[a-z_][a-z0-9_]*$/u.test(name) || sqlText.identifier(name) === name) continue;
      yield { table, message: `${sqlText.identifier(name)}, the name of the ${what}, is a reserved key word.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ['CREATE TABLE "user" (id bigint PRIMARY KEY)', 'ALTER TABLE orders ADD COLUMN "order" int'],
    good: ["CREATE TABLE users (id bigint PRIMARY KEY)"],
  },
});
