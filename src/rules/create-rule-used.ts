import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const createRuleUsed = defineRule({
  id: "create-rule-used",
  preset: "style",
  hazard: "advice",
  severity: "warning",
  title: "A rule on a table",
  effect:
    "Rules rewrite queries, not rows: volatile expressions run more than once, and statements with RETURNING or ON CONFLICT fail.",
  remedy: "Use a trigger, or a view with INSTEAD OF triggers.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_rules",
  priorArt: {},
  on: "create-rule",

  *predict({ rule, table }) {
    const message = `The rule ${sqlText.identifier(rule)} rewrites queries on ${sqlText.name(table)}, not rows.`;
    yield { table, message, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING"],
    good: ["CREATE VIEW paid AS SELECT id FROM orders"],
  },
});
