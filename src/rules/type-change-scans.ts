import { grownWork, lockAndScan, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const typeChangeScans = defineRule({
  id: "type-change-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "The type change reads the table or rebuilds indexes",
  effect: "The rows stay as they are, yet a CHECK is checked again or an index is built anew for each of them, under ACCESS EXCLUSIVE.",
  remedy: "Drop and re-create the index concurrently around the change, or validate the constraint in a step of its own.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { strong_migrations: ["change_column_constraint"], online_migrations: ["change_column_constraint"] },
  on: "alter-column-type",

  *predict({ column, type }, moment) {
    for (const key of grownWork(moment)) {
      if (moment.effects.rewrites.includes(key)) continue;
      const table = nameOfKey(key);
      const reason = moment.effects.scans.find(({ relation }) => relation === key)?.reason ?? "reads it";
      yield {
        table,
        message: `The change of ${column} to ${type.text} leaves the rows of ${sqlText.name(table)} as they are, yet it ${reason} while nobody can read or write the table.`,
        witnesses: lockAndScan(key, moment),
      };
    }
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; ALTER TABLE orders ADD CONSTRAINT note_short CHECK (length(note) < 90);",
    bad: [
      "ALTER TABLE orders ALTER COLUMN note TYPE text",
    ],
    good: [
      "ALTER TABLE customers ALTER COLUMN email TYPE text",
    ],
  },
});
