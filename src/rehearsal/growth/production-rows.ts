import { rootOf } from "../../catalog/root-of.js";
import type { Catalog } from "../../model/catalog.js";
import type { Statistics } from "../../model/statistics.js";

/** Rows of a table in production, those of its partitions together; null where the statistics do not tell. */
export function productionRows(root: string, base: Catalog, statistics: Statistics): number | null {
  if (base.tables.get(root)?.kind !== "partitioned") return statistics.tables[root]?.rows ?? null;
  const leaves = [...base.tables].filter(([key, { kind }]) => kind !== "partitioned" && rootOf(key, base) === root);
  const known = leaves.flatMap(([key]) => statistics.tables[key]?.rows ?? []);
  return known.length === 0 ? (statistics.tables[root]?.rows ?? null) : known.reduce((sum, rows) => sum + rows, 0);
}
