import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableWithoutPrimaryKey = defineRule({
  id: "table-without-primary-key",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A new table without a primary key",
  effect: "Logical replication refuses its updates and deletes, tools cannot tell its rows apart, and duplicates stay.",
  remedy: "A primary key, if only an identity column.",
  source: "https://www.postgresql.org/docs/current/logical-replication-publication.html",
  priorArt: { bytebase: ["TABLE_REQUIRE_PK"], "postgres-language-server": ["noPrimaryKey"], migrationpilot: ["MP045"] },
  on: "create-table",

  *predict(operation, { later, key }) {
    const { table, temporary, columns, constraints, partitionOf, inherits, like } = operation;
    const own = [...constraints, ...columns.flatMap((column) => column.constraints)];
    // A partition takes its parent's; LIKE may bring one.
    if (temporary || partitionOf !== null || inherits.length > 0 || like.length > 0) return;
    const added = later.some(
      ({ operation: other }) =>
        (other.kind === "add-constraint" && other.constraint.type === "primary-key" && key(other.table) === key(table)) ||
        (other.kind === "drop-table" && other.tables.some((dropped) => key(dropped) === key(table))),
    );
    if (added || own.some(({ type }) => type === "primary-key")) return;
    yield { table, message: `${sqlText.name(table)} has no primary key.`, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE refunds (order_id bigint, amount int)"],
    good: [
      "CREATE TABLE refunds (id bigint PRIMARY KEY)",
      "CREATE TABLE refunds (order_id bigint, amount int, PRIMARY KEY (order_id))",
      { title: "it comes later", up: "CREATE TABLE refunds (id bigint); ALTER TABLE refunds ADD PRIMARY KEY (id)" },
    ],
  },
});
