import { defineChangeRule } from "./rule.js";

export const unusedAllow = defineChangeRule({
  id: "unused-allow",
  hazard: "advice",
  severity: "info",
  title: "A comment that silences nothing",
  effect: "The statement no longer has that finding, or never had.",
  remedy: "Remove the comment.",
  source: "CONTRIBUTING.md",
  priorArt: { squawk: ["unused-ignore"] },

  // Findings of this rule are made in lint/find-hazards.ts, once all others are known.
  *judge() {},

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["-- migration-gate: allow drop-table: retired\nALTER TABLE orders ADD COLUMN state text"],
    good: ["-- migration-gate: allow drop-table: retired\nDROP TABLE orders"],
  },
});
