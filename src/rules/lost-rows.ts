import type { Table } from "../model/catalog.js";

/** How much is lost, as far as it is known. */
export function rowsIn(table: Table | undefined): string {
  const rows = table?.rows;
  return rows === null || rows === undefined
    ? "all its rows"
    : `its ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}
