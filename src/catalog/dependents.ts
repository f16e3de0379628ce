import type { Catalog, Index, Table, TableConstraint } from "../model/catalog.js";
import { readsColumn, readsRelation } from "./view-reads.js";

/** A foreign key, seen from the table that it references. */
export interface Referrer {
  readonly table: string;
  readonly constraint: TableConstraint;
}

interface Graph {
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly referrers: ReadonlyMap<string, readonly Referrer[]>;
}

/** Catalog maps never change once they are handed out, so what is worked out for one holds for its life. */
const graphs = new WeakMap<ReadonlyMap<string, Table>, Graph>();
const indexLists = new WeakMap<ReadonlyMap<string, Index>, ReadonlyMap<string, readonly Index[]>>();

/** Indexes of a table, in no particular order. */
export function indexesOf(table: string, catalog: Catalog): readonly Index[] {
  let lists = indexLists.get(catalog.indexes);
  if (lists === undefined) {
    const made = new Map<string, Index[]>();
    for (const index of catalog.indexes.values()) append(made, index.table, index);
    indexLists.set(catalog.indexes, made);
    lists = made;
  }
  return lists.get(table) ?? [];
}

/** Direct partitions and inheritance children. */
export function childrenOf(table: string, catalog: Catalog): readonly string[] {
  return graphOf(catalog).children.get(table) ?? [];
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
  return graphOf(catalog).referrers.get(table) ?? [];
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

function graphOf(catalog: Catalog): Graph {
  const known = graphs.get(catalog.tables);
  if (known !== undefined) return known;
  const children = new Map<string, string[]>();
  const referrers = new Map<string, Referrer[]>();
  for (const [key, table] of catalog.tables) {
    if (table.partitionOf !== null) append(children, table.partitionOf, key);
    for (const parent of table.inherits) append(children, parent, key);
    for (const constraint of table.constraints) {
      if (constraint.references !== null) append(referrers, constraint.references.table, { table: key, constraint });
    }
  }
  const graph = { children, referrers };
  graphs.set(catalog.tables, graph);
  return graph;
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
