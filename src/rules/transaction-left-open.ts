import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";

export const transactionLeftOpen = defineRule({
  id: "transaction-left-open",
  hazard: "cannot-run",
  severity: "error",
  title: "BEGIN without COMMIT",
  effect: "The session ends with the transaction open, so everything since BEGIN is undone, without an error.",
  remedy: "Add COMMIT at the end.",
  source: "https://www.postgresql.org/docs/current/sql-begin.html",
  priorArt: { squawk: ["ban-uncommitted-transaction"], pgfence: ["unclosed-transaction"], migrationpilot: ["MP053"] },
  on: "transaction",

  *predict({ action }, moment) {
    const shape = moment.migration.up.transaction;
    if (action !== "begin" || shape === "file" || shape === "all") return;
    const closed = moment.later.some(
      ({ operation, statement }) =>
        statement.migration === moment.statement.migration &&
        operation.kind === "transaction" &&
        (operation.action === "commit" || operation.action === "rollback" || operation.action === "prepare"),
    );
    if (closed) return;
    yield {
      table: null,
      message: "This transaction is never committed: everything after BEGIN is undone when the session ends.",
      fix: { ...sketchOf("-- at the end of the script", "COMMIT;") },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      { up: "BEGIN; ALTER TABLE orders ADD COLUMN state text", transaction: "statement" },
      { up: "BEGIN; ALTER TABLE orders ADD COLUMN state text", transaction: "implicit" },
    ],
    good: [{ up: "BEGIN; ALTER TABLE orders ADD COLUMN state text; COMMIT", transaction: "statement" }],
  },
});
