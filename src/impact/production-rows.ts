import type { Statistics } from "../model/statistics.js";

/** Rows of a table in production; those of its parts together where they are told. */
export function productionRows(key: string, statistics: Statistics): number | null {
  const own = statistics.tables[key]?.rows ?? null;
  const parts = Object.entries(statistics.tables).filter(([part, { parent }]) => parent === key && part !== key);
  const known = parts.flatMap(([part]) => productionRows(part, statistics) ?? []);
  return known.length === 0 ? own : known.reduce((sum, rows) => sum + rows, 0);
}
