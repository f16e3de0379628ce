import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableNotQualified = defineRule({
  id: "table-not-qualified",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new table without its schema",
  effect: "It lands in the first schema of search_path of whoever runs the migration, which differs between databases and roles.",
  remedy: "CREATE TABLE public.orders (…).",
  source: "https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH",
  priorArt: { squawk: ["require-table-schema"], bytebase: ["NAMING_FULLY_QUALIFIED"] },
  on: ["create-table", "create-table-as"],

  *predict({ table, temporary }) {
    if (temporary || table.schema !== null) return;
    yield { table, message: `${sqlText.name(table)} is made in whichever schema comes first in search_path.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE refunds (id bigint PRIMARY KEY)"],
    good: ["CREATE TABLE public.refunds (id bigint PRIMARY KEY)", "CREATE TEMPORARY TABLE scratch (n int)"],
  },
});
