import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { backfill, fixOf, notNullSteps, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnVolatileDefault = defineRule({
  id: "add-column-volatile-default",
  hazard: "blocks-reads",
  severity: "error",
  title: "A volatile default rewrites the table",
  effect:
    "Every row gets a value of its own, so the table and all its indexes are written anew under ACCESS EXCLUSIVE. Constant and stable defaults such as now() are free from PostgreSQL 11 on.",
  remedy: "Add the column without a default, set the default for new rows, and backfill in batches.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    squawk: ["adding-field-with-default"],
    pgfence: ["add-column-non-constant-default"],
    strong_migrations: ["add_column_default_callable"],
    eugene: ["E10"],
    atlas: ["PG302"],
    migrationpilot: ["MP003"],
  },
  on: "add-column",

  *predict({ table, column }, moment) {
    const work = grownIn(table, moment).filter((relation) => moment.effects.rewrites.includes(relation));
    const domain = moment.type({ schema: column.type.schema, name: column.type.name })?.domain ?? null;
    // Without a DEFAULT of its own the column takes its domain's; a domain that checks something has a rule for itself.
    const given = column.default?.text ?? (domain?.notNull === false && domain.checks.length === 0 ? domain.default : null);
    if (given === null || column.serial || column.identity !== null || column.generated !== null) return;
    if (work.length === 0) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    yield {
      table,
      message: `Nobody can read or write ${text} while every row gets its own value for ${column.name}, in a new copy of the table.`,
      fix: fixOf(
        "-- without a default nothing is written",
        `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text}${column.default === null ? " DEFAULT NULL" : ""};`,
        `ALTER TABLE ${text} ALTER COLUMN ${name} SET DEFAULT ${given};`,
        ...backfill(table, column.name, given, moment),
        ...(column.notNull ? [OWN_TRANSACTION, ...notNullSteps(table, [column.name])] : []),
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()",
      "ALTER TABLE orders ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp()",
      { title: "a partitioned table", up: "ALTER TABLE events ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()" },
    ],
    good: [
      "ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now()",
      "ALTER TABLE orders ADD COLUMN kind text NOT NULL DEFAULT 'web'",
      {
        title: "a SQL function that is inlined",
        up: "CREATE FUNCTION epoch() RETURNS bigint LANGUAGE sql AS 'SELECT CAST(extract(EPOCH FROM now()) AS bigint)'; ALTER TABLE orders ADD COLUMN born bigint DEFAULT epoch()",
      },
      "CREATE TABLE refunds (id int); ALTER TABLE refunds ADD COLUMN token uuid DEFAULT gen_random_uuid()",
    ],
  },
});
