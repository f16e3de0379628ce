import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const dropIndexConcurrentlyMany = defineRule({
  id: "drop-index-concurrently-many",
  hazard: "cannot-run",
  severity: "error",
  title: "DROP INDEX CONCURRENTLY takes one index at a time",
  effect: "The server refuses DROP INDEX CONCURRENTLY with several names, and with CASCADE.",
  remedy: "One statement for each index.",
  source: "https://www.postgresql.org/docs/current/sql-dropindex.html",
  priorArt: {},
  on: "drop-index",

  *predict({ indexes, concurrently, cascade, ifExists }) {
    if (!concurrently || (indexes.length < 2 && !cascade)) return;
    yield {
      table: null,
      message: `DROP INDEX CONCURRENTLY names ${indexes.length === 1 ? "CASCADE" : `${indexes.length} indexes`}, and the server takes one without CASCADE.`,
      fix: fixOf(
        NO_TRANSACTION,
        ...indexes.map((name) => `DROP INDEX CONCURRENTLY ${ifExists ? "IF EXISTS " : ""}${sqlText.name(name)};`),
      ),
      witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text); INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX one ON orders (total); CREATE INDEX two ON orders (note);",
    bad: [
      { up: "DROP INDEX CONCURRENTLY one, two", transaction: "statement" },
      { up: "DROP INDEX CONCURRENTLY one CASCADE", transaction: "statement" },
    ],
    good: [{ up: "DROP INDEX CONCURRENTLY one; DROP INDEX CONCURRENTLY two", transaction: "statement" }, "DROP INDEX one, two"],
  },
});
