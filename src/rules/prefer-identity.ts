import { BRINGS_COLUMNS, newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const preferIdentity = defineRule({
  id: "prefer-identity",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A serial column",
  effect:
    "serial makes a sequence with privileges of its own: who may insert needs a grant on it too. Anyone can write any id into the column, and the next one then collides.",
  remedy: "GENERATED ALWAYS AS IDENTITY.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_serial",
  priorArt: {
    squawk: ["prefer-identity"],
    pgfence: ["prefer-identity"],
    "postgres-language-server": ["preferIdentity"],
    migrationpilot: ["MP039"],
  },
  on: BRINGS_COLUMNS,

  *predict(operation) {
    for (const { table, column } of newColumns(operation)) {
      if (!column.serial) continue;
      const name = `${sqlText.name(table)}.${sqlText.identifier(column.name)}`;
      const message = `${name} is ${column.type.text}: its sequence has privileges of its own, and any id can be written into it.`;
      yield { table, message, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE refunds (id bigserial PRIMARY KEY)"],
    good: ["CREATE TABLE refunds (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)"],
  },
});
