import type { Catalog } from "../model/catalog.js";

/** The schema that a server showed, with the rows that the SQL told of tables that hold as many, and no others. */
export function withLookUps(seen: Catalog, told: Catalog): Catalog {
  const tables = new Map(seen.tables);
  for (const [key, table] of seen.tables) {
    const { samples = [], otherRows = false } = told.tables.get(key) ?? {};
    if (samples.length === 0 || otherRows || samples.some(({ many }) => many) || table.rows !== samples.length) continue;
    tables.set(key, { ...table, samples });
  }
  return { ...seen, tables };
}
