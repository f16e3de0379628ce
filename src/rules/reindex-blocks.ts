import { grownWork, nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const reindexBlocks = defineRule({
  id: "reindex-blocks",
  hazard: "blocks-reads",
  severity: "error",
  title: "REINDEX closes what it rebuilds",
  effect:
    "It holds SHARE on the table and ACCESS EXCLUSIVE on the index while it builds: writers wait, and so does every query that would plan with that index, which is nearly every one.",
  remedy: "REINDEX … CONCURRENTLY, outside of a transaction (PostgreSQL 12 or later).",
  source: "https://www.postgresql.org/docs/current/sql-reindex.html",
  priorArt: {
    squawk: ["require-concurrent-reindex"],
    pgfence: ["reindex-non-concurrent"],
    "django-migration-linter": ["REINDEX"],
    migrationpilot: ["MP021"],
  },
  on: "reindex",

  *predict({ target, name, concurrently }, moment) {
    if (concurrently) return;
    const what = name === null ? "" : ` ${sqlText.name(name)}`;
    const roots = [...rootsOf(grownWork(moment), moment)];
    const rest = roots.length <= 1 ? "" : ` and of ${roots.length - 1} more, one after another,`;
    for (const [root, work] of roots.slice(0, 1)) {
      const table = nameOfKey(root);
      yield {
        table,
        message: `Writers of ${sqlText.name(table)}${rest} wait while ${target === "index" ? `the index${what} is` : "all indexes are"} rebuilt, and so do readers that plan with ${target === "index" ? "it" : "them"}.`,
        fix: fixOf(
          NO_TRANSACTION,
          target === "system"
            ? `REINDEX TABLE CONCURRENTLY ${sqlText.name(table)};`
            : `REINDEX ${target.toUpperCase()} CONCURRENTLY${what};`,
        ),
        witnesses: seenOn(work, moment).filter(({ kind }) => kind === "lock"),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_note ON orders (note);",
    bad: ["REINDEX INDEX orders_note", "REINDEX TABLE orders"],
    good: [
      { up: "REINDEX INDEX CONCURRENTLY orders_note", transaction: "statement" },
      "CREATE TABLE scratch (id bigint PRIMARY KEY); REINDEX TABLE scratch",
    ],
  },
});
