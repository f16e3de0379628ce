import { keyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";

/** Other sessions may be using it. A name that an incomplete catalog lacks exists somewhere and is in use. */
export function isShared(relation: RelationName | string, catalog: Catalog): boolean {
  const key = typeof relation === "string" ? relation : keyOf(relation, catalog);
  const table = catalog.tables.get(key);
  if (table !== undefined) return table.origin === "settled" && !table.temporary;
  const view = catalog.views.get(key);
  if (view !== undefined) return view.origin === "settled";
  const index = catalog.indexes.get(key);
  if (index !== undefined) return index.origin === "settled" && isShared(index.table, catalog);
  return !catalog.complete;
}

/** Shared, and not proven empty. A partitioned table holds what its partitions hold. */
export function mayHoldRows(relation: RelationName | string, catalog: Catalog): boolean {
  const key = typeof relation === "string" ? relation : keyOf(relation, catalog);
  if (!isShared(key, catalog)) return false;
  const table = catalog.tables.get(key);
  if (table === undefined) return true;
  if (table.kind !== "partitioned") return table.rows !== 0;
  return [...catalog.tables].some(([child, { partitionOf }]) => partitionOf === key && mayHoldRows(child, catalog));
}
