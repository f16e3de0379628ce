import { defineRule } from "./rule.js";
import { batchUpdate, EACH_BATCH, fixOf, LATER_RELEASE, notNullSteps, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setNotNullOnEmptyColumn = defineRule({
  id: "set-not-null-on-empty-column",
  hazard: "fails-on-data",
  severity: "error",
  title: "NOT NULL on a column that is new and empty",
  effect: "A column that was added without a default is NULL in every row: SET NOT NULL finds the first one and fails.",
  remedy: "Add it with a constant default, or fill it in batches before.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL",
  priorArt: {},
  on: ["set-not-null", "add-constraint"],

  *predict(operation, moment) {
    const { table } = operation;
    const columns =
      operation.kind === "set-not-null"
        ? [operation.column]
        : operation.constraint.type === "primary-key" && operation.constraint.usingIndex === null
          ? operation.constraint.columns
          : [];
    for (const column of columns) {
      const added = moment.earlier.find(
        ({ operation: other }) =>
          other.kind === "add-column" && other.column.name === column && moment.key(other.table) === moment.key(table),
      )?.operation;
      if (added?.kind !== "add-column" || added.ifNotExists || !moment.mayHoldRows(table) || moment.site.inside === "do")
        continue;
      const { default: given, identity, generated, serial } = added.column;
      if ((given !== null && !given.isNull) || identity !== null || generated !== null || serial) continue;
      const filled = moment.earlier.some(
        ({ operation: other, site }) =>
          other.kind === "update" ||
          other.kind === "merge" ||
          other.kind === "do-block" ||
          other.kind === "call" ||
          other.kind === "select" ||
          other.kind === "insert" ||
          other.kind === "delete" ||
          other.kind === "truncate" ||
          site.inside === "do",
      );
      if (filled) continue;
      yield {
        table,
        message: `${sqlText.name(table)}.${sqlText.identifier(column)} was just added without a value, so every row is NULL and NOT NULL fails.`,
        ...(operation.kind === "set-not-null"
          ? {
              fix: fixOf(
                `${LATER_RELEASE}, once every instance of the application sets it`,
                `${EACH_BATCH}; again, until it changes no row`,
                batchUpdate(table, column, "/* what old rows get */ DEFAULT", moment),
                OWN_TRANSACTION,
                ...notNullSteps(table, [column]),
              ),
            }
          : {}),
        witnesses: [{ kind: "error", sqlstates: ["23502"], rowsOf: moment.key(table) }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text); INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN state text; ALTER TABLE orders ALTER COLUMN state SET NOT NULL"],
    good: [
      "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new'; ALTER TABLE orders ALTER COLUMN state SET NOT NULL",
      "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET state = 'new'; ALTER TABLE orders ALTER COLUMN state SET NOT NULL",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch ADD COLUMN m int; ALTER TABLE scratch ALTER COLUMN m SET NOT NULL",
    ],
  },
});
