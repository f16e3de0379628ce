import type { Catalog } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";

/**
 * Key of a relation (table, view, sequence, index) as the search path finds it: `schema.name`.
 * A name that the catalog lacks is taken to stand in `public`.
 */
export function keyOf(name: RelationName, catalog: Catalog): string {
  return foundKey(name, catalog) ?? `public.${name.name}`;
}

/** The same, undefined when an unqualified name is nowhere on the search path. A qualified name is always its own key. */
export function foundKey(name: RelationName, catalog: Catalog): string | undefined {
  if (name.schema !== null) return `${name.schema}.${name.name}`;
  return onPath(name.name, withTemporary(catalog), (key) => isRelation(key, catalog));
}

/** Key of a type; undefined when no user type of that name is known (a built-in one, or one of an extension). */
export function typeKeyOf(name: RelationName, catalog: Catalog): string | undefined {
  if (name.schema === "pg_catalog") return undefined;
  if (name.schema !== null) return catalog.types.has(`${name.schema}.${name.name}`) ? `${name.schema}.${name.name}` : undefined;
  return onPath(name.name, withTemporary(catalog), (key) => catalog.types.has(key));
}

/** Key of a routine by name alone; the catalog does not tell overloads apart. */
export function routineKeyOf(name: RelationName, catalog: Catalog): string | undefined {
  if (name.schema === "pg_catalog") return undefined;
  if (name.schema !== null)
    return catalog.routines.has(`${name.schema}.${name.name}`) ? `${name.schema}.${name.name}` : undefined;
  return onPath(name.name, catalog, (key) => catalog.routines.has(key));
}

/** Schema in which an unqualified name is created: the first one on the search path that exists. */
export function creationSchema(name: RelationName, catalog: Catalog): string {
  if (name.schema !== null) return name.schema;
  return catalog.searchPath.find((schema) => catalog.schemas.has(schema)) ?? catalog.searchPath[0] ?? "public";
}

/** Key that a relation, type or routine gets when it is created under this name. */
export function creationKey(name: RelationName, catalog: Catalog): string {
  return `${creationSchema(name, catalog)}.${name.name}`;
}

function isRelation(key: string, catalog: Catalog): boolean {
  return catalog.tables.has(key) || catalog.views.has(key) || catalog.indexes.has(key) || catalog.sequences.has(key);
}

/** Temporary relations and types are found first unless the path says otherwise; routines never there (PostgreSQL manual, 20.11.1, search_path). */
function withTemporary({ searchPath }: Catalog): Pick<Catalog, "searchPath"> {
  return { searchPath: searchPath.includes("pg_temp") ? searchPath : ["pg_temp", ...searchPath] };
}

function onPath(name: string, { searchPath }: Pick<Catalog, "searchPath">, exists: (key: string) => boolean): string | undefined {
  for (const schema of searchPath) {
    const key = `${schema}.${name}`;
    if (exists(key)) return key;
  }
  return undefined;
}
