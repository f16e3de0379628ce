import { needsNoRows } from "./needs-no-rows.js";
import { defineRule } from "./rule.js";
import { batchUpdate, EACH_BATCH, fixOf, LATER_RELEASE, notNullSteps, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnNotNullWithoutDefault = defineRule({
  id: "add-column-not-null-without-default",
  hazard: "fails-on-data",
  severity: "error",
  title: "A NOT NULL column without a default",
  effect:
    "It fails if the table has a single row. On an empty table it works, and inserts of running code that does not know the column fail.",
  remedy:
    "Give it a constant default, which is free from PostgreSQL 11 on; or add it as NULL, backfill, and set NOT NULL by way of a validated CHECK.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["adding-required-field"],
    pgfence: ["add-column-not-null-no-default"],
    atlas: ["MF103"],
    "postgres-language-server": ["addingRequiredField"],
    "django-migration-linter": ["NOT_NULL"],
    migrationpilot: ["MP084"],
  },
  on: "add-column",

  *predict({ table, column, ifNotExists }, moment) {
    if (!needsNoRows(column, moment)) return;
    if (!moment.isShared(table) || (ifNotExists && moment.column(table, column.name) !== undefined)) return;
    const holdsRows = moment.mayHoldRows(table);
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    yield {
      table,
      hazard: holdsRows ? "fails-on-data" : "breaks-old-code",
      message: holdsRows
        ? `${text} has rows, and none has a value for ${column.name}: the server refuses the column.`
        : `Inserts of running code do not know ${column.name} of ${text} and fail.`,
      fix: fixOf(
        `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text};`,
        `${LATER_RELEASE}, once every instance of the application sets it`,
        `${EACH_BATCH}; again, until it changes no row`,
        batchUpdate(table, column.name, "/* what old rows get */ DEFAULT", moment),
        OWN_TRANSACTION,
        ...notNullSteps(table, [column.name]),
      ),
      // A table without rows in the rehearsal says nothing about production.
      witnesses: [{ kind: "error", sqlstates: ["23502"], rowsOf: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN state text NOT NULL"],
    good: [
      "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new'",
      "ALTER TABLE orders ADD COLUMN state text",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN m int NOT NULL",
    ],
  },
});
