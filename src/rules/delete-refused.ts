import { isFound } from "../catalog/apply/samples.js";
import { referrersOf } from "../catalog/dependents.js";
import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { holding } from "./known-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const deleteRefused = defineRule({
  id: "delete-refused",
  hazard: "fails-on-data",
  severity: "error",
  title: "A DELETE of rows that others reference",
  effect:
    "A foreign key without ON DELETE CASCADE, SET NULL or SET DEFAULT refuses to let go of a row that another table references: the statement fails at the first.",
  remedy: "Delete or detach what references the rows first, in the same migration.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: {},
  on: "delete",

  *predict(operation, moment) {
    const { table, bounded } = operation;
    if (!moment.mayHoldRows(table) || bounded === "range" || !knowsNames(moment)) return;
    const key = moment.key(table);
    const referrer = referrersOf(key, moment.catalog).find(
      ({ table: other, constraint }) =>
        other !== key &&
        !constraint.notEnforced &&
        (constraint.references?.onDelete === "no action" || constraint.references?.onDelete === "restrict") &&
        moment.mayHoldRows(other) &&
        !clearedBefore(other, constraint.columns, moment),
    );
    if (referrer === undefined) return;
    const parent = moment.catalog.tables.get(key);
    const child = moment.catalog.tables.get(referrer.table);
    const required = referrer.constraint.columns.every(
      (column) => child?.columns.find(({ name }) => name === column)?.notNull === true,
    );
    const seen = (parent?.rows ?? 0) > 0 && (child?.rows ?? 0) > 0 && bounded === "all" && required;
    if (bounded !== "all" && holdsRow(operation, referrer, parent, child)) {
      yield {
        table,
        message: `A row of ${sqlText.name(nameOfKey(referrer.table))} that was inserted before points to one that the DELETE finds: it fails.`,
        witnesses: [{ kind: "error", sqlstates: ["23503", "23001"] }],
      };
      return;
    }
    yield {
      table,
      severity: bounded === "all" ? "error" : "warning",
      message: `${sqlText.name(nameOfKey(referrer.table))} references ${sqlText.name(table)} by ${referrer.constraint.columns.map(sqlText.identifier).join(", ")}, and nothing clears its rows before: ${bounded === "all" ? "the DELETE fails" : "the DELETE fails where it finds a referenced row"}.`,
      witnesses: seen ? [{ kind: "error", sqlstates: ["23503", "23001"] }] : [],
    };
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY, state text); INSERT INTO customers SELECT n, 'old' FROM generate_series(1, 200) n;
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;
CREATE TABLE notes (id bigint PRIMARY KEY, order_id bigint REFERENCES orders ON DELETE CASCADE); INSERT INTO notes SELECT n, n FROM generate_series(1, 200) n;
CREATE TABLE kinds (code text PRIMARY KEY); INSERT INTO kinds VALUES ('a'), ('b'); CREATE TABLE words (kind text REFERENCES kinds, word text); INSERT INTO words VALUES ('a', 'A');`,
    bad: [
      { title: "a row that the history points to", up: "DELETE FROM kinds WHERE code = 'a'" },
      "DELETE FROM customers",
      "DELETE FROM customers WHERE id < 100 AND state = 'old'",
    ],
    good: [
      "DELETE FROM orders; DELETE FROM customers",
      "DELETE FROM orders",
      "TRUNCATE orders, notes; DELETE FROM customers WHERE state = 'old'",
    ],
  },
});

/** Is there a row that the DELETE is sure to find, and one of the other table that points to it, where the SQL wrote both? */
function holdsRow(
  operation: OperationOf<"delete">,
  { constraint }: ReturnType<typeof referrersOf>[number],
  parent: Table | undefined,
  child: Table | undefined,
): boolean {
  const primary = parent?.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const target = (constraint.references?.columns.length ?? 0) > 0 ? (constraint.references?.columns ?? []) : primary;
  for (const { values, many } of parent?.samples ?? []) {
    if (many || isFound(values, operation) !== true) continue;
    const pointing = Object.fromEntries(
      constraint.columns.map((column, at) => [column, values[target[at] ?? ""] ?? { kind: "computed" as const }]),
    );
    if (holding(child?.samples ?? [], constraint.columns, pointing) !== undefined) return true;
  }
  return false;
}

/** Rows of the other table were deleted, or let go of the reference, in this change. */
function clearedBefore(other: string, columns: readonly string[], moment: Moment): boolean {
  return moment.earlier.some(({ operation, site }) => {
    if (site.inside === "do") return true;
    if (operation.kind === "delete") return moment.key(operation.table) === other;
    if (operation.kind === "truncate") return operation.tables.some((each) => moment.key(each) === other);
    return (
      operation.kind === "update" &&
      moment.key(operation.table) === other &&
      columns.some((column) => operation.columns.includes(column))
    );
  });
}
