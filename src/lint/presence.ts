import { childrenOf } from "../catalog/dependents.js";
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

/**
 * Shared, and not proven empty. A partitioned table holds what its partitions hold; one without any that the SQL shows
 * may well have them, since jobs and functions make partitions as time goes by.
 */
export function mayHoldRows(relation: RelationName | string, catalog: Catalog): boolean {
  const key = typeof relation === "string" ? relation : keyOf(relation, catalog);
  if (!isShared(key, catalog)) return false;
  const table = catalog.tables.get(key);
  // An index has no rows of its own.
  if (table === undefined) return !catalog.indexes.has(key);
  if (table.kind !== "partitioned") return table.rows !== 0;
  const partitions = childrenOf(key, catalog).filter((child) => catalog.tables.get(child)?.partitionOf === key);
  return partitions.length === 0 ? table.rows !== 0 : partitions.some((child) => mayHoldRows(child, catalog));
}
