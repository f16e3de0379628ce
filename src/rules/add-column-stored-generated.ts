import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { backfill, fillingTrigger, fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnStoredGenerated = defineRule({
  id: "add-column-stored-generated",
  hazard: "blocks-reads",
  severity: "error",
  title: "A stored generated column rewrites the table",
  effect: "The expression is computed for every row, so the table and all its indexes are written anew under ACCESS EXCLUSIVE.",
  remedy:
    "Add a plain column, keep it up to date by a trigger, and backfill in batches; from PostgreSQL 18 a virtual generated column is free.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    squawk: ["adding-field-with-default"],
    pgfence: ["add-column-stored-generated"],
    strong_migrations: ["add_column_generated_stored"],
    eugene: ["E11"],
    atlas: ["PG309"],
    migrationpilot: ["MP062"],
  },
  on: "add-column",

  *predict({ table, column }, moment) {
    const work = grownIn(table, moment).filter((relation) => moment.effects.rewrites.includes(relation));
    if (column.generated?.stored !== true || work.length === 0) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    const value = column.generated.expression.text;
    yield {
      table,
      message: `Nobody can read or write ${text} while ${column.name} is computed for every row, in a new copy of the table.`,
      fix: {
        ...fixOf(
          ...(moment.serverMajor >= 18
            ? [
                "-- computed when it is read, which costs nothing now",
                `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text} GENERATED ALWAYS AS (${value}) VIRTUAL;`,
              ]
            : [
                `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text};`,
                ...fillingTrigger(table, column.name, value).on,
                ...backfill(table, column.name, value, moment, "same"),
              ]),
        ),
        differs:
          moment.serverMajor >= 18
            ? `${column.name} is computed when it is read, and not stored`
            : `${column.name} is an ordinary column that a trigger fills`,
      },
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN cents int GENERATED ALWAYS AS (total * 100) STORED"],
    good: [
      "ALTER TABLE orders ADD COLUMN cents int",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN m int GENERATED ALWAYS AS (n * 2) STORED",
    ],
  },
});
