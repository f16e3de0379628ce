import { durationOf } from "./duration-of.js";
import { defineRule } from "./rule.js";

export const statementTimeoutTooLong = defineRule({
  id: "statement-timeout-too-long",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "statement_timeout is longer than a deployment lasts",
  effect: "A statement that may run for hours keeps its locks for hours, and nobody looks at the deployment any more.",
  remedy: "An hour at most; what takes longer goes in batches, beside the deployment.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
  priorArt: { pgfence: ["statement-timeout-too-long"] },
  on: "set",

  *predict({ name, value }) {
    const milliseconds = durationOf(value);
    if (name.toLowerCase() !== "statement_timeout" || milliseconds === null || milliseconds <= LONG) return;
    yield { table: null, message: `statement_timeout = ${value ?? ""} ends nothing within a deployment.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["SET statement_timeout = '6h'; ALTER TABLE orders ADD COLUMN state text"],
    good: ["SET statement_timeout = '20min'; ALTER TABLE orders ADD COLUMN state text"],
  },
});

const LONG = 3_600_000;
