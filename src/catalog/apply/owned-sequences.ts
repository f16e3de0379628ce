import type { Catalog, Table } from "../../model/catalog.js";

/**
 * Sequences that go where the table goes: those of its serial columns, which their default names, and those of its
 * identity columns, which only their own name tells, so that one is missed once the table or the column was renamed.
 */
export function ownedSequences(
  { sequences, freeSequences }: Pick<Catalog, "sequences" | "freeSequences">,
  table: Table,
): readonly string[] {
  return table.columns.flatMap((column) => {
    const named = /nextval\('([^']+)'/u.exec(column.default ?? "")?.[1]?.replace(/"/gu, "");
    const guess = named ?? (column.identity ? `${table.name}_${column.name}_seq` : null);
    if (guess === null) return [];
    const key = guess.includes(".") ? guess : `${table.schema}.${guess}`;
    return sequences.has(key) && freeSequences?.has(key) !== true && key.endsWith(`_${column.name}_seq`) ? [key] : [];
  });
}
