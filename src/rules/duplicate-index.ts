import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const duplicateIndex = defineRule({
  id: "duplicate-index",
  hazard: "advice",
  severity: "warning",
  title: "The index is there already under another name",
  effect: "Both are written for every change of a row, and one of them serves no query that the other does not.",
  remedy: "Leave the new one out, or drop the old one with it.",
  source: "https://www.postgresql.org/docs/current/indexes-multicolumn.html",
  priorArt: { "pg-schema-diff": [], migrationpilot: ["MP048"], bytebase: ["INDEX_NO_DUPLICATE"] },
  on: "create-index",

  *predict(operation, moment) {
    const { columns, method, unique, where, include, ifNotExists, index } = operation;
    if (columns.includes(null) || where !== null || include.length > 0 || !moment.isShared(operation.table)) return;
    if (ifNotExists && index !== null && moment.index({ schema: operation.table.schema, name: index }) !== undefined) return;
    // Operator classes and sort orders are not known: whatever the text says of them may be the reason.
    if (/\b\w+_ops\b|\b(?:desc|asc|collate|nulls)\b/iu.test(moment.statement.text)) return;
    const same = moment
      .indexesOf(operation.table)
      .find(
        (known) =>
          known.method === method &&
          !known.partial &&
          known.columns.length >= columns.length &&
          columns.every((column, at) => known.columns[at] === column) &&
          (unique
            ? known.unique && known.columns.length === columns.length
            : known.columns.length === columns.length || !unique) &&
          known.reads.every((column) => known.columns.includes(column)),
      );
    const goes =
      same === undefined ||
      moment.later.some(
        ({ operation: other }) =>
          (other.kind === "drop-index" && other.indexes.some(({ name }) => name === same.name)) ||
          (other.kind === "drop-constraint" && other.constraint === same.constraint),
      );
    if (same === undefined || goes || (method !== "btree" && same.columns.length !== columns.length)) return;
    yield {
      table: operation.table,
      severity: same.columns.length === columns.length ? "warning" : "info",
      message: `${same.name} of ${sqlText.name(operation.table)} is over (${same.columns.join(", ")}) and ${same.columns.length === columns.length ? "does the same" : "begins with the same columns"}.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [
      "CREATE INDEX orders_total ON orders (total)",
      "CREATE INDEX again ON orders (total, note)",
      "CREATE INDEX ON orders (id)",
    ],
    good: [
      "CREATE INDEX ON orders (note)",
      "DROP INDEX orders_total_note; CREATE INDEX ON orders (total)",
      "CREATE UNIQUE INDEX ON orders (total)",
    ],
  },
});
