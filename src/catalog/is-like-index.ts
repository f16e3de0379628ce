import type { Index } from "../model/catalog.js";

type Keys = Pick<Index, "method" | "unique" | "partial" | "columns">;

/**
 * Are two indexes made alike, as that of a partition has to be to become part of its parent's (CompareIndexInfo in index.c)?
 * Of expressions and predicates only that there are any: those the server alone compares.
 */
export function isLikeIndex(one: Keys, other: Keys): boolean {
  return (
    one.method === other.method &&
    one.unique === other.unique &&
    one.partial === other.partial &&
    `${one.columns}` === `${other.columns}`
  );
}
