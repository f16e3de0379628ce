import { defineRule } from "./rule.js";

export const transactionInsideToolTransaction = defineRule({
  id: "transaction-inside-tool-transaction",
  hazard: "advice",
  severity: "warning",
  title: "BEGIN or COMMIT in a file that the tool wraps in a transaction",
  effect:
    "The tool has opened a transaction already. BEGIN only draws a warning; COMMIT ends the tool's transaction half way, and what follows is not undone when it fails.",
  remedy: "Leave BEGIN and COMMIT to the tool, or tell it not to wrap the file.",
  source: "https://www.postgresql.org/docs/current/sql-begin.html",
  priorArt: { squawk: ["transaction-nesting"], atlas: ["TX201"], "postgres-language-server": ["transactionNesting"] },
  on: "transaction",

  *predict({ action }, moment) {
    const shape = moment.migration.up.transaction;
    if ((shape !== "file" && shape !== "all") || moment.site.inside === "do") return;
    if (action !== "begin" && action !== "commit" && action !== "rollback") return;
    if (action !== "begin" && !moment.inTransaction) return;
    yield {
      table: null,
      message: `${action.toUpperCase()} stands in a file that runs inside the tool's own transaction: ${action === "begin" ? "it opens none" : "it ends that one"}.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["BEGIN; ALTER TABLE orders ADD COLUMN state text; COMMIT"],
    good: [
      "ALTER TABLE orders ADD COLUMN state text",
      { up: "BEGIN; ALTER TABLE orders ADD COLUMN state text; COMMIT", transaction: "statement" },
    ],
  },
});
