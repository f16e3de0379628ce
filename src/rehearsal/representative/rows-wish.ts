import type { Statistics } from "../../model/statistics.js";

/** Asks for rows in the tables that the change touches and that the world leaves empty. */
export interface RowsWish {
  /** For a table that production holds more rows of, or of which nobody knows. */
  readonly most: number;
  readonly statistics: Statistics | null;
}

/** Rows that a table gets; for a partitioned one those of its partitions count. */
export function rowsFor(key: string, { most, statistics }: RowsWish): number {
  const tables = statistics?.tables ?? {};
  const parts = Object.values(tables).filter(({ parent }) => parent === key);
  const known = [tables[key], ...parts].flatMap((table) => (table?.rows == null || table.rows < 0 ? [] : [table.rows]));
  return known.length === 0 ? most : Math.min(most, Math.round(known.reduce((sum, rows) => sum + rows, 0)));
}
