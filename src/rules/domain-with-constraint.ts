import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const domainWithConstraint = defineRule({
  id: "domain-with-constraint",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A domain with a constraint",
  effect:
    "A later change of its check reads every table that uses the domain under locks, and no table shows that it is held to it.",
  remedy: "Put the CHECK on the tables.",
  source: "https://www.postgresql.org/docs/current/sql-createdomain.html",
  priorArt: {
    squawk: ["ban-create-domain-with-constraint"],
    pgfence: ["ban-create-domain-with-constraint"],
    migrationpilot: ["MP043"],
  },
  on: "create-domain",

  *predict({ type, checks, notNull }) {
    if (checks.length === 0 && !notNull) return;
    const message = `The domain ${sqlText.name(type)} carries a constraint: changing it later reads every table that uses it.`;
    yield { table: null, message, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE DOMAIN positive AS int CHECK (VALUE > 0)"],
    good: ["CREATE DOMAIN label AS text"],
  },
});
