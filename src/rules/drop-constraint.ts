import type { TableConstraint } from "../model/catalog.js";
import type { Fix } from "../model/finding.js";
import { nameOfKey } from "./effects-words.js";
import { goesLater } from "./moved-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropConstraint = defineRule({
  id: "drop-constraint",
  hazard: "advice",
  severity: "warning",
  title: "A dropped constraint guards nothing any more",
  effect:
    "Rows that it would have refused get in from now on. Dropping a foreign key takes ACCESS EXCLUSIVE on both tables; dropping a primary key or unique constraint drops its index, and queries that used it scan.",
  remedy: "Add what replaces it first (NOT VALID, then VALIDATE), and drop the old one last.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { pgfence: ["drop-constraint"], atlas: ["CD101"], migrationpilot: ["MP055"] },
  on: "drop-constraint",

  *predict({ table, constraint }, moment) {
    if (!moment.isShared(table)) return;
    const known = moment.table(table)?.constraints.find(({ name }) => name === constraint);
    if (known === undefined && moment.catalog.complete) return;
    const born = moment
      .earlierOf("add-constraint")
      .some(({ operation }) => operation.kind === "add-constraint" && operation.constraint.name === constraint);
    const replaced = [...moment.earlierOn(table), ...moment.laterOn(table)].some(
      ({ operation }) =>
        operation.kind === "add-constraint" &&
        (operation.constraint.name === constraint ||
          (operation.constraint.type === known?.type && operation.constraint.columns.join() === known.columns.join())),
    );
    const parent = known?.references?.table;
    if (born || replaced || goesLater(table, moment) || (parent !== undefined && goesLater(parent, moment))) return;
    const columns = known?.columns ?? [];
    const columnGoes = moment
      .laterOn(table)
      .some(({ operation }) => operation.kind === "drop-column" && columns.includes(operation.column));
    if (columnGoes) return;
    const also = parent === undefined ? "" : ` Its lock closes ${parent} to readers and writers for a moment as well.`;
    yield {
      table,
      message: `${sqlText.name(table)} loses ${known === undefined ? "the constraint" : NAMES[known.type]} ${constraint}.${also}`,
      ...(known === undefined ? {} : fixFor(sqlText.name(table), known)),
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, total int CONSTRAINT positive CHECK (total > 0), customer_id bigint CONSTRAINT orders_customer REFERENCES customers);",
    bad: ["ALTER TABLE orders DROP CONSTRAINT positive", "ALTER TABLE orders DROP CONSTRAINT orders_customer"],
    good: [
      "ALTER TABLE orders DROP CONSTRAINT positive; ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID",
      "ALTER TABLE orders DROP CONSTRAINT IF EXISTS never_there",
      { title: "the table goes, too", up: "ALTER TABLE orders DROP CONSTRAINT orders_customer; DROP TABLE orders" },
      { title: "the column goes, too", up: "ALTER TABLE orders DROP CONSTRAINT positive; ALTER TABLE orders DROP COLUMN total" },
      "CREATE TABLE scratch (n int CONSTRAINT small CHECK (n < 9)); ALTER TABLE scratch DROP CONSTRAINT small",
    ],
  },
});

const NAMES = {
  check: "the check",
  "foreign-key": "the foreign key",
  unique: "the unique constraint",
  "primary-key": "its primary key",
  exclude: "the exclusion constraint",
  "not-null": "the constraint",
} as const;

/** What it would take to have it back, online: the longer it is gone, the more rows have to be mended before. */
function fixFor(table: string, { name, type, columns, references, expression }: TableConstraint): { readonly fix?: Fix } {
  const keyed = columns.map(sqlText.identifier).join(", ");
  const definition =
    type === "check" && expression !== null
      ? `CHECK (${expression.text})`
      : references !== null
        ? `FOREIGN KEY (${keyed}) REFERENCES ${sqlText.name(nameOfKey(references.table))}${references.columns.length === 0 ? "" : ` (${references.columns.map(sqlText.identifier).join(", ")})`}`
        : null;
  if (definition === null) return {};
  const sql = `-- to have it back later, without a scan under a lock\nALTER TABLE ${table} ADD CONSTRAINT ${sqlText.identifier(name)} ${definition} NOT VALID;\nALTER TABLE ${table} VALIDATE CONSTRAINT ${sqlText.identifier(name)};`;
  return { fix: { sql, edits: [], verified: false, role: "sketch" } };
}
