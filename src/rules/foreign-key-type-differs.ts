import type { OperationOf, TypeReference } from "../model/operation.js";
import { constraintsOf } from "./new-constraints.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyTypeDiffers = defineRule({
  id: "foreign-key-type-differs",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A foreign key between columns of different types",
  effect: "The smaller one ends first, and comparing the two costs a conversion in every join; some plans become impossible.",
  remedy: "Give both the same type.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: { online_migrations: ["mismatched_foreign_key_type"] },
  on: ["create-table", "add-column", "add-constraint"],

  *predict(operation, moment) {
    for (const { columns, references } of constraintsOf(operation)) {
      if (references === null) continue;
      const parent = moment.table(references.table);
      const key = parent?.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
      const targets = references.columns.length > 0 ? references.columns : key;
      for (const [index, column] of columns.entries()) {
        const own = typeOf(operation, column) ?? moment.column(operation.table, column)?.type;
        const other = parent?.columns.find(({ name }) => name === targets[index]);
        if (own === undefined || other === undefined || own.name === other.type.name) continue;
        const [left, right] = [
          `${sqlText.name(operation.table)}.${sqlText.identifier(column)}`,
          `${sqlText.name(references.table)}.${sqlText.identifier(other.name)}`,
        ];
        yield {
          table: operation.table,
          message: `${left} is ${own.name}, and ${right}, which it refers to, is ${other.type.name}.`,
          witnesses: [],
        };
      }
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TABLE refunds (id bigint PRIMARY KEY, order_id int REFERENCES orders)",
      "ALTER TABLE orders ADD COLUMN parent_id int REFERENCES orders (id)",
    ],
    good: ["CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint REFERENCES orders)"],
  },
});

function typeOf(
  operation: OperationOf<"create-table" | "add-column" | "add-constraint">,
  column: string,
): TypeReference | undefined {
  if (operation.kind === "add-constraint") return undefined;
  const columns = operation.kind === "add-column" ? [operation.column] : operation.columns;
  return columns.find(({ name }) => name === column)?.type;
}
