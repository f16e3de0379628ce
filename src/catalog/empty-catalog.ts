import type { Catalog } from "../model/catalog.js";

/** A fresh database: the schema `public` and nothing in it. */
export function emptyCatalog(options: { readonly complete: boolean } = { complete: true }): Catalog {
  return {
    tables: new Map(),
    indexes: new Map(),
    views: new Map(),
    types: new Map(),
    routines: new Map(),
    sequences: new Set(),
    schemas: new Set(["public"]),
    extensions: new Set(),
    searchPath: ["public"],
    complete: options.complete,
  };
}
