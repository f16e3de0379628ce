import type { Catalog } from "../model/catalog.js";

/** The table, then the partitioned ones that it is a part of, up to the top. */
export function* upwards(key: string, tables: Catalog["tables"]): Generator<string> {
  const seen = new Set<string>();
  for (let at: string | null = key; at !== null && !seen.has(at); at = tables.get(at)?.partitionOf ?? null) {
    seen.add(at);
    yield at;
  }
}
