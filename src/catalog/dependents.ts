import type { Catalog, Index } from "../model/catalog.js";
import { indexLists } from "./index-lists.js";
import { type Referrer, tableGraph } from "./table-graph.js";
import { readsColumn, readsRelation } from "./view-reads.js";

export type { Referrer } from "./table-graph.js";

/** Indexes of a table, in no particular order. */
export function indexesOf(table: string, catalog: Catalog): readonly Index[] {
  return indexLists(catalog.indexes).get(table) ?? [];
}

/** Direct partitions and inheritance children. */
export function childrenOf(table: string, catalog: Catalog): readonly string[] {
  return tableGraph(catalog.tables).children.get(table) ?? [];
}

/** The table with everything below it, itself first. */
export function familyOf(table: string, catalog: Catalog): readonly string[] {
  const family = [table];
  for (const member of family) {
    for (const child of childrenOf(member, catalog)) if (!family.includes(child)) family.push(child);
  }
  return family;
}

/** Foreign keys that reference this table. */
export function referrersOf(table: string, catalog: Catalog): readonly Referrer[] {
  return tableGraph(catalog.tables).referrers.get(table) ?? [];
}

/** The DEFAULT partition of a partitioned table, if it has one. */
export function defaultPartitionOf(table: string, catalog: Catalog): string | undefined {
  return childrenOf(table, catalog).find((child) => catalog.tables.get(child)?.isDefaultPartition === true);
}

/** Views and materialized views that read the relation, or only that column of it, directly or through other views. */
export function viewsOver(relation: string, catalog: Catalog, column: string | null = null): readonly string[] {
  const seen: string[] = [];
  for (const [view, definition] of catalog.views) {
    const direct = column === null ? readsRelation(definition, relation) : readsColumn(definition, relation, column);
    if (direct) seen.push(view);
  }
  for (const key of seen) {
    for (const [view, definition] of catalog.views) {
      if (!seen.includes(view) && readsRelation(definition, key)) seen.push(view);
    }
  }
  return seen;
}
