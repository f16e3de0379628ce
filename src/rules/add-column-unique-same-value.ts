import { defineRule } from "./rule.js";
import { batchUpdate, EACH_BATCH, sketchOf, uniqueSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnUniqueSameValue = defineRule({
  id: "add-column-unique-same-value",
  hazard: "fails-on-data",
  severity: "error",
  title: "A unique column with one default for all rows",
  effect: "Every row gets the same value, so that the unique index fails as soon as the table has two rows.",
  remedy: "Add it without a default, fill it with distinct values in batches, then add the unique index.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {},
  on: "add-column",

  *predict({ table, column, ifNotExists }, moment) {
    const unique = column.constraints.find(({ type }) => type === "unique" || type === "primary-key");
    const { default: given } = column;
    if (unique === undefined || given === null || given.isNull || !moment.mayHoldRows(table)) return;
    if (!given.constant && !/^(?:now\(\)|current_(?:timestamp|date|user))$/iu.test(given.text)) return;
    if (ifNotExists && moment.column(table, column.name) !== undefined) return;
    yield {
      table,
      message: `Every row of ${sqlText.name(table)} gets ${given.text} for the unique ${sqlText.identifier(column.name)}: two rows are enough to make it fail.`,
      fix: sketchOf(
        `ALTER TABLE ${sqlText.name(table)} ADD COLUMN ${sqlText.identifier(column.name)} ${column.type.text};`,
        `${EACH_BATCH}; again, until it changes no row`,
        batchUpdate(table, column.name, "/* a value of its own for each row */ NULL", moment),
        ...uniqueSteps(table, { ...unique, columns: [column.name] }, moment),
      ),
      witnesses: [{ kind: "error", sqlstates: ["23505"], rowsOf: moment.key(table) }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text); INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN code int DEFAULT 0 UNIQUE"],
    good: [
      "ALTER TABLE orders ADD COLUMN code int UNIQUE",
      "ALTER TABLE orders ADD COLUMN code uuid DEFAULT gen_random_uuid() UNIQUE",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch ADD COLUMN m int DEFAULT 0 UNIQUE",
    ],
  },
});
