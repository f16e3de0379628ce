import { defineChangeRule } from "./rule.js";

export const unpredictedRewrite = defineChangeRule({
  id: "unpredicted-rewrite",
  hazard: "blocks-reads",
  severity: "error",
  title: "A table was written anew, which nobody predicted",
  effect: "The rehearsal saw the storage of a table replaced by a statement that no rule spoke of.",
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
      "DO $$ DECLARE c text; BEGIN SELECT attname INTO c FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'total'; EXECUTE 'ALTER TABLE orders ALTER COLUMN ' || quote_ident(c) || ' TYPE bigint'; END $$",
    ],
    good: ["DO $$ BEGIN EXECUTE 'COMMENT ON TABLE ' || quote_ident('orders') || ' IS NULL'; END $$"],
  },
});
