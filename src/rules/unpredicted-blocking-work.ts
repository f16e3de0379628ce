import { defineChangeRule } from "./rule.js";

export const unpredictedBlockingWork = defineChangeRule({
  id: "unpredicted-blocking-work",
  hazard: "blocks-writes",
  severity: "error",
  title: "A lock was held over long work, which nobody predicted",
  effect: "The rehearsal saw a statement read or change many rows while it kept a table closed, and no rule spoke of it.",
  remedy:
    "Look at what the statement does by way of functions, triggers or SQL built at run time; do long work outside of the lock.",
  source: "rehearsal",
  priorArt: {},

  // Findings of this rule are made in lint/unpredicted.ts, from what the rehearsal saw.
  *judge() {},

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "DO $$ DECLARE c text; BEGIN SELECT attname INTO c FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'note'; EXECUTE 'CREATE INDEX ON orders (' || quote_ident(c) || ')'; END $$",
    ],
    good: ["DO $$ BEGIN EXECUTE 'COMMENT ON TABLE ' || quote_ident('orders') || ' IS NULL'; END $$"],
  },
});
