import { grownWork, lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyScans = defineRule({
  id: "foreign-key-scans",
  hazard: "blocks-writes",
  severity: "error",
  title: "ADD FOREIGN KEY checks every row while writers of both tables wait",
  effect: "It holds SHARE ROW EXCLUSIVE on both tables while it reads the referencing one and looks up every row; it fails on the first orphan.",
  remedy: "ADD … NOT VALID, then VALIDATE CONSTRAINT in a later transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { squawk: ["adding-foreign-key-constraint"], pgfence: ["add-constraint-fk-no-not-valid"], strong_migrations: ["add_foreign_key"], eugene: ["E1"], atlas: ["PG306"], migrationpilot: ["MP005"] },
  on: ["add-constraint", "add-column"],

  *predict(operation, moment) {
    const { table } = operation;
    const constraint = operation.kind === "add-constraint" ? operation.constraint : operation.column.constraints.find(({ references }) => references !== null);
    const references = constraint?.references;
    const key = moment.key(table);
    if (constraint === undefined || references === null || references === undefined || !grownWork(moment).includes(key)) return;
    if (operation.kind === "add-column" && moment.effects.rewrites.length > 0) return;
    const [text, parent] = [sqlText.name(table), sqlText.name(references.table)];
    const columns = (operation.kind === "add-column" ? [operation.column.name] : constraint.columns).map((column) => sqlText.identifier(column)).join(", ");
    const name = sqlText.identifier(constraint.name ?? `${table.name}_${(constraint.columns[0] ?? "parent")}_fkey`);
    const targets = references.columns.length === 0 ? "" : ` (${references.columns.map((column) => sqlText.identifier(column)).join(", ")})`;
    yield {
      table,
      message: `Writers of ${text} and of ${parent} wait while every row of ${text} is looked up in ${parent}.`,
      fix: { sql: `ALTER TABLE ${text} ADD CONSTRAINT ${name} FOREIGN KEY (${columns}) REFERENCES ${parent}${targets} NOT VALID;\n-- in a transaction of its own\nALTER TABLE ${text} VALIDATE CONSTRAINT ${name};`, edits: [], verified: false },
      witnesses: lockAndScan(key, moment),
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)",
      "ALTER TABLE orders ADD COLUMN payer_id bigint DEFAULT 1 REFERENCES customers (id)",
    ],
    good: [
      "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID",
      "ALTER TABLE orders ADD COLUMN payer_id bigint REFERENCES customers (id)",
      "CREATE TABLE refunds (id bigint, order_id bigint REFERENCES orders (id))",
    ],
  },
});
