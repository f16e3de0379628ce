import { lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const addColumnConstrainedDomain = defineRule({
  id: "add-column-constrained-domain",
  hazard: "blocks-reads",
  severity: "error",
  title: "A column of a constrained domain rewrites the table",
  effect: "The check of the domain runs for every row, even though each value is NULL, and the table is written anew under ACCESS EXCLUSIVE.",
  remedy: "Use the base type and a CHECK … NOT VALID that is validated later.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { eugene: ["E10"] },
  on: "add-column",

  *predict({ table, column }, moment) {
    const key = moment.key(table);
    if (!(column.default === null && !column.serial && column.identity === null && column.generated === null) || !(moment.effects.rewrites.includes(key)) || !moment.mayHoldRows(table)) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    yield {
      table,
      message: `Nobody can read or write ${text} while the domain ${column.type.text} is checked for every row, in a new copy of the table.`,
      fix: { sql: `-- expand: no default yet, so nothing is written\nALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text};\n-- for new rows, then backfill old ones in batches\n-- ALTER TABLE ${text} ALTER COLUMN ${name} SET DEFAULT …;\nUPDATE ${text} SET ${name} = /* value */ WHERE id > :from AND id <= :to AND ${name} IS NULL;`, edits: [], verified: false },
      witnesses: [...lockAndScan(key, moment).filter(({ kind }) => kind === "lock"), { kind: "rewrite", relation: key }],
    };
  },

  examples: {
    before: "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN plain AS int; CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN rate positive",
    ],
    good: [
      "ALTER TABLE orders ADD COLUMN rate plain",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN rate positive",
    ],
  },
});
