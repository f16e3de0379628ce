import { defineChangeRule } from "./rule.js";

export const expiredAllow = defineChangeRule({
  id: "expired-allow",
  hazard: "advice",
  severity: "warning",
  title: "An exception whose day has passed",
  effect: "The finding that it silenced counts again.",
  remedy: "Mend what was to be mended by that day, or give the exception a new one, with a reason why.",
  source: "docs/silencing.md",
  priorArt: {},

  // Findings of this rule are made in lint/silence.ts, once all others are known.
  *judge() {},

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["-- migration-gate: allow drop-table until 2024-02-29: its readers are gone by then\nDROP TABLE orders"],
    good: ["-- migration-gate: allow drop-table until 9999-12-31: nobody reads it\nDROP TABLE orders"],
  },
});
