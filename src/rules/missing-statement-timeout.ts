import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const missingStatementTimeout = defineRule({
  id: "missing-statement-timeout",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "No statement_timeout before work that grows",
  effect: "Nothing ends a statement that takes hours where minutes were expected, and its locks stay as long.",
  remedy: "SET statement_timeout before it, to what the deployment can bear.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
  priorArt: {
    squawk: ["require-statement-timeout"],
    pgfence: ["missing-statement-timeout"],
    "postgres-language-server": ["requireStatementTimeout"],
    migrationpilot: ["MP020"],
  },
  on: ["add-column", "add-constraint", "alter-column-type", "create-index", "set-not-null", "update", "delete", "merge"],
  oncePerTransaction: true,

  *predict(_operation, moment) {
    if (moment.statementTimeoutMs !== null) return;
    const { rewrites, scans, changesRows } = moment.effects;
    const bulk = changesRows.filter(({ bound }) => bound === "all" || bound === "filter");
    const key = [...rewrites, ...[...scans, ...bulk].map(({ relation }) => relation)].find((relation) =>
      moment.mayHoldRows(relation),
    );
    if (key === undefined) return;
    const table = nameOfKey(key);
    yield { table, message: `Nothing limits how long this works on ${sqlText.name(table)}.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ALTER COLUMN total SET NOT NULL", "CREATE INDEX orders_total ON orders (total)"],
    good: [
      "SET statement_timeout = '10min'; ALTER TABLE orders ALTER COLUMN total SET NOT NULL",
      "ALTER TABLE orders ADD COLUMN state text",
    ],
  },
});
