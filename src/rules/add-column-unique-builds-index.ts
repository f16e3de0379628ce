import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, notNullSteps, uniqueSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnUniqueBuildsIndex = defineRule({
  id: "add-column-unique-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "An inline UNIQUE on a new column builds an index over every row",
  effect: "The index is built under ACCESS EXCLUSIVE.",
  remedy: "Add the column first, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { squawk: ["disallowed-unique-constraint"], eugene: ["E7"], atlas: ["PG105"] },
  on: "add-column",

  *predict({ table, column }, moment) {
    const work = grownIn(table, moment);
    const constraint = column.constraints.find(({ type }) => type === "unique" || type === "primary-key");
    if (constraint === undefined || moment.effects.rewrites.length > 0 || work.length === 0) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    const { type } = constraint;
    yield {
      table,
      message: `Nobody can read or write ${text} while the index of ${column.name} is built.`,
      fix: fixOf(
        `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text};`,
        ...(type === "primary-key" ? ["-- fill it in batches, then", ...notNullSteps(table, [column.name])] : []),
        ...uniqueSteps(table, { ...constraint, columns: [column.name] }, moment),
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN code text UNIQUE"],
    good: [
      "ALTER TABLE orders ADD COLUMN code text",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN m int UNIQUE",
    ],
  },
});
