import type { View } from "../model/catalog.js";

/** Does the view read the relation? What a view reads may be told by relation, `schema.table`, or by column, `schema.table.column`. */
export function readsRelation({ reads }: View, relation: string): boolean {
  return reads.some((read) => read === relation || read.startsWith(`${relation}.`));
}

/** Does it read the column? Yes where its columns of that relation are not told. */
export function readsColumn(view: View, relation: string, column: string): boolean {
  const told = view.reads.filter((read) => read.startsWith(`${relation}.`));
  return told.length > 0 ? told.includes(`${relation}.${column}`) : view.reads.includes(relation);
}

/** Keys of the relations that it reads, out of those that `exists` knows; a key that nobody knows stays as it is. */
export function relationsOf({ reads }: View, exists: (key: string) => boolean): readonly string[] {
  const keys = reads.map((read) => {
    const table = read.slice(0, read.lastIndexOf("."));
    return exists(read) || !exists(table) ? read : table;
  });
  return [...new Set(keys)];
}
