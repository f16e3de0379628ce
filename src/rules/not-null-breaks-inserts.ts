import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const notNullBreaksInserts = defineRule({
  id: "not-null-breaks-inserts",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "Inserts that leave the column out begin to fail",
  effect:
    "A column that could be NULL and has no default must be given by every insert from COMMIT on. A CHECK (column IS NOT NULL) demands it at once, even NOT VALID.",
  remedy: "Deploy the code that always sets the column first, or give it a default in the same migration.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL",
  priorArt: { pgfence: ["alter-column-set-not-null"], squawk: ["adding-not-nullable-field"] },
  on: ["set-not-null", "add-constraint"],

  *predict(operation, moment) {
    const { table } = operation;
    const columns =
      operation.kind === "set-not-null"
        ? [operation.column]
        : operation.constraint.type === "check"
          ? (operation.constraint.expression?.provesNotNull ?? [])
          : operation.constraint.type === "not-null"
            ? operation.constraint.columns
            : [];
    if (!moment.isShared(table)) return;
    for (const name of columns) {
      const column = moment.column(table, name);
      if (column === undefined || column.notNull || column.default !== null || column.identity || column.generated !== null)
        continue;
      // A check that demands it has done the breaking before.
      const demanded = moment
        .table(table)
        ?.constraints.some(({ type, expression }) => type === "check" && expression?.provesNotNull.includes(name) === true);
      const young = moment.earlier.some(({ operation: other }) => other.kind === "add-column" && other.column.name === name);
      if (demanded === true || young) continue;
      yield {
        table,
        message: `${sqlText.name(table)}.${sqlText.identifier(name)} could be left out so far; inserts of running code that do so fail from now on.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text, state text DEFAULT 'new'); INSERT INTO orders SELECT n, 'a' FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL) NOT VALID",
      "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN state SET NOT NULL",
      "ALTER TABLE orders ALTER COLUMN note SET DEFAULT ''; ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
    ],
  },
});
