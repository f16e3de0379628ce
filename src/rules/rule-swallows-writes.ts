import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const ruleSwallowsWrites = defineRule({
  id: "rule-swallows-writes",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A rule takes the place of writes",
  effect:
    "With DO INSTEAD the rows that the application writes do not reach the table, and nothing tells it; INSERT … RETURNING and ON CONFLICT fail.",
  remedy: "Refuse such writes by a trigger or take the right away, so that they fail where they are made.",
  source: "https://www.postgresql.org/docs/current/sql-createrule.html",
  priorArt: {},
  on: "create-rule",

  *predict({ rule, table, instead, event }, moment) {
    if (instead !== true || event === undefined || event === "select" || moment.table(table)?.kind !== "table") return;
    if (!moment.isShared(table)) return;
    const dropped = moment
      .laterOf("drop-object")
      .some(({ operation }) => operation.kind === "drop-object" && operation.names.some(({ name }) => name === rule));
    if (dropped) return;
    yield {
      table,
      message: `With the rule ${sqlText.identifier(rule)} the application's ${event.toUpperCase()} on ${sqlText.name(table)} does something else instead.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; CREATE TABLE log (id bigint);",
    bad: [
      "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING",
      "CREATE RULE small AS ON INSERT TO orders WHERE (new.total < 10) DO INSTEAD NOTHING",
    ],
    good: [
      "CREATE RULE noted AS ON UPDATE TO orders DO ALSO INSERT INTO log VALUES (old.id)",
      "CREATE VIEW totals AS SELECT id, total FROM orders; CREATE RULE written AS ON UPDATE TO totals DO INSTEAD UPDATE orders SET total = new.total WHERE id = old.id",
    ],
  },
});
