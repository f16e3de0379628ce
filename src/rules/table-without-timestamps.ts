import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableWithoutTimestamps = defineRule({
  id: "table-without-timestamps",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new table that does not tell when",
  effect: "When a row was made or changed cannot be found out afterwards, and batch jobs cannot ask for what is new.",
  remedy: "created_at and updated_at of type timestamptz, NOT NULL with a default.",
  source: "https://www.postgresql.org/docs/current/datatype-datetime.html",
  priorArt: { bytebase: ["COLUMN_REQUIRED"] },
  on: "create-table",

  *predict(operation) {
    const { table, temporary, columns, partitionOf, inherits, like } = operation;
    if (temporary || partitionOf !== null || inherits.length > 0 || like.length > 0) return;
    const missing = ["created_at", "updated_at"].filter((name) => !columns.some((column) => column.name === name));
    if (missing.length === 0) return;
    yield { table, message: `${sqlText.name(table)} has no ${missing.join(" and no ")}.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE refunds (id bigint PRIMARY KEY)"],
    good: [
      "CREATE TABLE refunds (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now())",
    ],
  },
});
