import type { Catalog, Index } from "../model/catalog.js";
import { indexesOf } from "./dependents.js";
import { isLikeIndex } from "./is-like-index.js";

/** Key of the parent's index of the same keys, where the partition has no other index to have them for it. */
export function parentIndexOf(index: Index, catalog: Catalog): string | null {
  const above = catalog.tables.get(index.table)?.partitionOf ?? null;
  if (above === null || index.columns.includes(null) || index.constraint !== null) return null;
  const isLike = (each: Index) => isLikeIndex(each, index);
  const parents = indexesOf(above, catalog).filter((each) => each.valid && isLike(each));
  const [parent] = parents;
  // One that is not valid yet may still wait for this very partition.
  return parent === undefined || indexesOf(index.table, catalog).filter(isLike).length > parents.length
    ? null
    : `${parent.schema}.${parent.name}`;
}
