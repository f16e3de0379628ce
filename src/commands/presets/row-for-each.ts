import type { Bookkeeping, Mark } from "../preset.js";
import { comparedTo, insertedRows } from "../rows.js";

/** A table with one row for each migration that was applied: the row is added on the way up and deleted on the way back. */
export function rowForEach(column: string, tables: readonly string[], group: string | null = null): Bookkeeping {
  return { tables, markOf: (sql) => markOfRow(sql, column, group) };
}

export function markOfRow(sql: string, column: string, group: string | null = null): Mark | null {
  const row = insertedRows(sql).findLast((one) => one[column] !== undefined && one[column] !== null);
  const added = row?.[column] ?? null;
  if (added !== null) return { does: "applied", name: added, group: group === null ? null : (row?.[group] ?? null) };
  const deleted = /^\s*delete\b/iu.test(sql) ? comparedTo(sql, column) : null;
  if (deleted === null) return null;
  return { does: "reverted", name: deleted, group: group === null ? null : comparedTo(sql, group) };
}
