import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, uniqueSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const uniqueConstraintBuildsIndex = defineRule({
  id: "unique-constraint-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD UNIQUE builds its index under ACCESS EXCLUSIVE",
  effect: "The index is built while nobody can read or write the table; it fails if two rows are equal.",
  remedy: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["disallowed-unique-constraint"],
    pgfence: ["add-constraint-unique"],
    strong_migrations: ["add_unique_constraint"],
    eugene: ["E7"],
    atlas: ["PG105"],
    migrationpilot: ["MP027"],
  },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const work = grownIn(table, moment);
    if (constraint.type !== "unique" || constraint.usingIndex !== null || work.length === 0) return;
    const text = sqlText.name(table);
    yield {
      table,
      message: `Nobody can read or write ${text} while the index of its unique constraint is built.`,
      fix: fixOf(...uniqueSteps(table, constraint, moment)),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_total UNIQUE (total)",
      "ALTER TABLE orders ADD UNIQUE (note)",
      { title: "a partitioned table", up: "ALTER TABLE events ADD UNIQUE (id, day)" },
    ],
    good: [
      {
        up: "CREATE UNIQUE INDEX CONCURRENTLY orders_total ON orders (total); ALTER TABLE orders ADD CONSTRAINT orders_total UNIQUE USING INDEX orders_total",
        transaction: "statement",
      },
      "CREATE TABLE refunds (id bigint); ALTER TABLE refunds ADD UNIQUE (id)",
      {
        title: "of a partitioned table alone, to attach those of the partitions",
        up: "ALTER TABLE ONLY events ADD UNIQUE (id, day)",
      },
    ],
  },
});
