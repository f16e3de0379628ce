import { defineRule } from "./rule.js";
import { fixOf, NO_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyWithoutIndex = defineRule({
  id: "foreign-key-without-index",
  hazard: "advice",
  severity: "info",
  title: "A foreign key whose columns no index leads with",
  effect: "Each DELETE in the referenced table, and each UPDATE of its key, reads the referencing table in full.",
  remedy: "Create an index on the column, CONCURRENTLY.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: {
    migrationpilot: ["MP014"],
    "postgres-language-server": ["unindexedForeignKeys"],
    gitlab: ["add_concurrent_foreign_key"],
  },
  on: ["add-constraint", "add-column"],

  *predict(operation, moment) {
    const { table } = operation;
    const constraint =
      operation.kind === "add-constraint"
        ? operation.constraint
        : operation.column.constraints.find(({ references }) => references !== null);
    if (constraint == null || constraint.references === null || !moment.isShared(table)) return;
    const columns = operation.kind === "add-constraint" ? constraint.columns : [operation.column.name];
    const [first] = columns;
    if (first === undefined || moment.table(table) === undefined) return;
    const led = moment.indexesOf(table).some((index) => !index.partial && columns.includes(index.columns[0] ?? ""));
    const follows = [...moment.earlierOn(table), ...moment.laterOn(table)].some(
      ({ operation: other }) => other.kind === "create-index" && columns.includes(other.columns[0] ?? ""),
    );
    if (led || follows) return;
    yield {
      table,
      message: `No index of ${sqlText.name(table)} begins with ${columns.join(", ")}: deletes in ${sqlText.name(constraint.references.table)} read all of it.`,
      fix: {
        ...fixOf(
          NO_TRANSACTION,
          `CREATE INDEX CONCURRENTLY ON ${sqlText.name(table)} (${columns.map((column) => sqlText.identifier(column)).join(", ")});`,
        ),
        role: "after",
        differs: "the index is there",
      },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: ["ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID"],
    good: [
      "CREATE INDEX ON orders (customer_id); ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID",
      "CREATE TABLE scratch (customer_id bigint); ALTER TABLE scratch ADD FOREIGN KEY (customer_id) REFERENCES customers",
    ],
  },
});
