import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const enumCreated = defineRule({
  id: "enum-created",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new enum type",
  effect:
    "A label can be added and renamed, never removed, and their order is fixed: a change of mind is a new type and a rewrite of every table that uses it.",
  remedy: "A lookup table with a foreign key, or text with a CHECK.",
  source: "https://www.postgresql.org/docs/current/datatype-enum.html",
  priorArt: { "postgres-language-server": ["creatingEnum"] },
  on: "create-enum",

  *predict(operation) {
    const message = `${sqlText.name(operation.type)} is an enum: none of its ${operation.labels.length} labels can ever be removed.`;
    yield { table: null, message, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TYPE state AS ENUM ('new', 'paid')"],
    good: ["CREATE TABLE states (state text PRIMARY KEY)"],
  },
});
