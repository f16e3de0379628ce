import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnConstrainedDomain = defineRule({
  id: "add-column-constrained-domain",
  hazard: "blocks-reads",
  severity: "error",
  title: "A column of a constrained domain rewrites the table",
  effect:
    "The check of the domain runs for every row, even though each value is NULL, and the table is written anew under ACCESS EXCLUSIVE.",
  remedy: "Use the base type and a CHECK … NOT VALID that is validated later.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { eugene: ["E10"] },
  on: "add-column",

  *predict({ table, column }, moment) {
    const work = grownIn(table, moment).filter((relation) => moment.effects.rewrites.includes(relation));
    if (column.default !== null || column.serial || column.identity !== null || column.generated !== null) return;
    if (work.length === 0) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    const domain = moment.type(column.type)?.domain ?? null;
    const base = domain?.base.text ?? column.type.text;
    const checks = (domain?.checks ?? []).map((expression, at) => ({
      check: sqlText.identifier(`${table.name}_${column.name}_check${at === 0 ? "" : at}`),
      condition: expression.text.replace(/\bVALUE\b/giu, name),
    }));
    yield {
      table,
      message: `Nobody can read or write ${text} while the domain ${column.type.text} is checked for every row, in a new copy of the table.`,
      fix: {
        ...fixOf(
          `ALTER TABLE ${text} ADD COLUMN ${name} ${base};`,
          ...checks.flatMap(({ check, condition }) => [
            `ALTER TABLE ${text} ADD CONSTRAINT ${check} CHECK (${condition}) NOT VALID;`,
            OWN_TRANSACTION,
            `ALTER TABLE ${text} VALIDATE CONSTRAINT ${check};`,
          ]),
        ),
        differs: `the column is ${base} with the check of ${column.type.text} as one of the table's own`,
      },
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN plain AS int; CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN rate positive"],
    good: [
      "ALTER TABLE orders ADD COLUMN rate plain",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN rate positive",
    ],
  },
});
