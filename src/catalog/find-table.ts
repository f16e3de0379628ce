import type { Catalog, Column, Index, Table, UserType } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { foundKey, keyOf, typeKeyOf } from "./key-of.js";

export function findTable(name: RelationName, catalog: Catalog): Table | undefined {
  return catalog.tables.get(keyOf(name, catalog));
}

export function findColumn(table: Table | undefined, column: string): Column | undefined {
  return table?.columns.find(({ name }) => name === column);
}

export function findIndex(name: RelationName, catalog: Catalog): Index | undefined {
  const key = foundKey(name, catalog);
  return key === undefined ? undefined : catalog.indexes.get(key);
}

export function findType(name: RelationName, catalog: Catalog): UserType | undefined {
  const key = typeKeyOf(name, catalog);
  return key === undefined ? undefined : catalog.types.get(key);
}
