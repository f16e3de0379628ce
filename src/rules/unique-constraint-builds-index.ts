import { grownWork, lockAndScan } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const uniqueConstraintBuildsIndex = defineRule({
  id: "unique-constraint-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD UNIQUE builds its index under ACCESS EXCLUSIVE",
  effect: "The index is built while nobody can read or write the table; it fails if two rows are equal.",
  remedy: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { squawk: ["disallowed-unique-constraint"], pgfence: ["add-constraint-unique"], strong_migrations: ["add_unique_constraint"], eugene: ["E7"], atlas: ["PG105"], migrationpilot: ["MP027"] },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const key = moment.key(table);
    if (constraint.type !== "unique" || constraint.usingIndex !== null || !grownWork(moment).includes(key)) return;
    const text = sqlText.name(table);
    const columns = constraint.columns.map((column) => sqlText.identifier(column)).join(", ");
    const name = sqlText.identifier(constraint.name ?? `${table.name}_key`);
    yield {
      table,
      message: `Nobody can read or write ${text} while the index of its unique constraint is built.`,
      fix: { sql: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${text} (${columns});\nALTER TABLE ${text} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name};`, edits: [], verified: false },
      witnesses: lockAndScan(key, moment),
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_total UNIQUE (total)",
      "ALTER TABLE orders ADD UNIQUE (note)",
    ],
    good: [
      { up: "CREATE UNIQUE INDEX CONCURRENTLY orders_total ON orders (total); ALTER TABLE orders ADD CONSTRAINT orders_total UNIQUE USING INDEX orders_total", transaction: "statement" },
      "CREATE TABLE refunds (id bigint); ALTER TABLE refunds ADD UNIQUE (id)",
    ],
  },
});
