import type { ConstraintDefinition } from "../model/operation.js";
import { BRINGS_COLUMNS, newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const preferBigintKeys = defineRule({
  id: "prefer-bigint-keys",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A key of 32 bits or less",
  effect:
    "An integer key ends at 2,147,483,647, a smallint at 32,767; then every INSERT fails, and the change to bigint rewrites the table and all that refer to it.",
  remedy: "Use bigint for keys and for what refers to them.",
  source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT",
  priorArt: {
    squawk: ["prefer-bigint-over-int", "prefer-bigint-over-smallint"],
    pgfence: ["prefer-bigint-over-int"],
    online_migrations: ["short_primary_key_type"],
    "postgres-language-server": ["preferBigInt", "preferBigintOverInt", "preferBigintOverSmallint"],
    bytebase: ["INDEX_PRIMARY_KEY_TYPE_ALLOWLIST"],
    migrationpilot: ["MP038"],
  },
  on: BRINGS_COLUMNS,

  *predict(operation) {
    const keys = operation.kind === "create-table" ? operation.constraints.filter(isKey).flatMap(({ columns }) => columns) : [];
    for (const { table, column } of newColumns(operation)) {
      const { name, type, serial, identity, constraints } = column;
      const key = serial || identity !== null || constraints.some(isKey) || keys.includes(name);
      if (!key || !/^int[24]$/u.test(type.name)) continue;
      const limit = type.name === "int4" ? "2,147,483,647" : "32,767";
      const message = `${sqlText.name(table)}.${sqlText.identifier(name)} is a key of type ${type.text}, which ends at ${limit}.`;
      yield { table, message, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TABLE refunds (id serial PRIMARY KEY)",
      "CREATE TABLE refunds (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
      "CREATE TABLE refunds (id smallint, note text, PRIMARY KEY (id))",
      {
        title: "a column that refers to a key",
        up: "CREATE TABLE refunds (id bigint PRIMARY KEY, order_id int REFERENCES orders)",
      },
    ],
    good: [
      "CREATE TABLE refunds (id bigserial PRIMARY KEY)",
      { title: "a number that is no key", up: "CREATE TABLE refunds (id bigint PRIMARY KEY, amount int)" },
    ],
  },
});

function isKey({ type }: ConstraintDefinition): boolean {
  return type === "primary-key" || type === "foreign-key";
}
