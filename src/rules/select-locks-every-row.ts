import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const selectLocksEveryRow = defineRule({
  id: "select-locks-every-row",
  hazard: "locks-rows-in-bulk",
  severity: "error",
  title: "SELECT FOR UPDATE of all rows",
  effect: "Every row is locked until COMMIT, so that writers of any of them wait, and each row's page is written anew.",
  remedy:
    "Lock the rows that are meant, by key or in batches; or say LOCK TABLE with a short lock_timeout, which costs nothing by row.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS",
  priorArt: {},
  on: "select",
  directions: ["up", "down"],

  *predict({ locksRows, wholeOf: table }, moment) {
    if (!locksRows || table === undefined || !moment.mayHoldRows(table)) return;
    yield {
      table,
      message: `The SELECT locks every row of ${sqlText.name(table)} until COMMIT: writers wait.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "RowShareLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 200) n;",
    bad: ["SELECT id FROM orders FOR UPDATE", "DO $$ BEGIN PERFORM id FROM orders ORDER BY id FOR SHARE; END $$"],
    good: [
      "SELECT id FROM orders WHERE id = 7 FOR UPDATE",
      "SELECT id FROM orders LIMIT 10 FOR UPDATE",
      "SELECT id FROM orders FOR KEY SHARE",
      "SELECT id FROM orders",
    ],
  },
});
