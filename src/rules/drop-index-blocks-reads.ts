import { nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const dropIndexBlocksReads = defineRule({
  id: "drop-index-blocks-reads",
  hazard: "blocks-reads",
  severity: "warning",
  title: "DROP INDEX closes the table for a moment",
  effect:
    "It takes ACCESS EXCLUSIVE on the table: it waits for every running query, and all that come later queue behind it. The drop itself is quick.",
  remedy: "DROP INDEX CONCURRENTLY, outside of a transaction.",
  source: "https://www.postgresql.org/docs/current/sql-dropindex.html",
  priorArt: {
    squawk: ["require-concurrent-index-deletion"],
    pgfence: ["drop-index-not-concurrent"],
    atlas: ["PG102"],
    migrationpilot: ["MP009"],
  },
  on: "drop-index",

  *predict({ indexes, concurrently }, moment) {
    if (concurrently) return;
    for (const name of indexes) {
      const index = moment.index(name);
      if (index === undefined ? moment.catalog.complete : index.origin === "change" || !moment.mayHoldRows(index.table)) continue;
      const table = index === undefined ? null : nameOfKey(index.table);
      yield {
        table,
        message: `Dropping ${sqlText.name(name)} closes ${table === null ? "its table" : sqlText.name(table)} to readers and writers until COMMIT.`,
        // The index of a partitioned table cannot go that way.
        ...(table !== null && moment.table(table)?.kind === "partitioned"
          ? {}
          : { fix: fixOf(NO_TRANSACTION, `DROP INDEX CONCURRENTLY ${sqlText.name(name)};`) }),
        witnesses: index === undefined ? [] : [{ kind: "lock", relation: index.table, atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_note ON orders (note);",
    bad: ["DROP INDEX orders_note"],
    good: [{ up: "DROP INDEX CONCURRENTLY orders_note", transaction: "statement" }, "DROP INDEX IF EXISTS never_there"],
  },
});
