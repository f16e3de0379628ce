import { nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { backfill, fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const typeChangeRewrites = defineRule({
  id: "type-change-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "The type change writes the table anew",
  effect:
    "The table and all its indexes are written anew while nobody can read or write it, and prepared statements of the application break. Widening a varchar or a numeric, and varchar to text, are free.",
  remedy: "Add a column of the new type, write both, backfill in batches, and switch in a later release.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    squawk: ["changing-column-type"],
    pgfence: ["alter-column-type"],
    strong_migrations: ["change_column"],
    eugene: ["E5"],
    atlas: ["PG301"],
    migrationpilot: ["MP007"],
  },
  on: "alter-column-type",

  *predict({ table, column, type, using }, moment) {
    const rewritten = moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation));
    for (const [root, work] of rootsOf(rewritten, moment)) {
      const owner = nameOfKey(root);
      const text = sqlText.name(owner);
      const fresh = sqlText.identifier(`${column}_new`);
      const old = moment.column(table, column)?.type.text;
      yield {
        table: owner,
        message: `Nobody can read or write ${text} while ${column} goes from ${old ?? "its type"} to ${type.text}: the table and its indexes are written anew.`,
        fix: fixOf(
          `ALTER TABLE ${text} ADD COLUMN ${fresh} ${type.text};`,
          `-- let the application, or a trigger, write ${fresh} as well; then fill the old rows`,
          ...backfill(owner, `${column}_new`, using ?? `${sqlText.identifier(column)}::${type.text}`, moment),
          "-- in a later release",
          `ALTER TABLE ${text} DROP COLUMN ${sqlText.identifier(column)};`,
          `ALTER TABLE ${text} RENAME COLUMN ${fresh} TO ${sqlText.identifier(column)};`,
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(20)",
      { title: "a partitioned table", up: "ALTER TABLE events ALTER COLUMN id TYPE numeric" },
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(100)",
      "ALTER TABLE orders ALTER COLUMN note TYPE text",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ALTER COLUMN n TYPE bigint",
    ],
  },
});
