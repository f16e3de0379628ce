import type { Schema } from "../awkward/schema.js";
import type { TableRow } from "../awkward/table-rows.js";

/** A table that rows are put into: one without partitions, or one that spreads them by hash itself. */
export interface Unit {
  readonly table: TableRow;
  readonly root: TableRow;
}

/** Where the rows of a table go. Rows of list and range partitions are made for their bounds; a hash has no way back. */
export function unitsOf(root: TableRow, schema: Schema): Unit[] {
  return tablesBelow(root, schema).map((table) => ({ table, root }));
}

function tablesBelow(table: TableRow, schema: Schema): TableRow[] {
  if (table.kind !== "p") return [table];
  const children = table.children.flatMap((child) => schema.tables.get(child) ?? []);
  const isWhole = children.length > 0 && children.every((child) => hashes(child) > hashes(table) && child.kind !== "p");
  return isWhole ? [table] : children.flatMap((child) => tablesBelow(child, schema));
}

function hashes({ bound }: TableRow): number {
  return bound?.split("satisfies_hash_partition").length ?? 1;
}
