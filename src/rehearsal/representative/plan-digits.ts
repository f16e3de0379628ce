import type { Carriers } from "../awkward/carriers.js";
import type { Field } from "../awkward/fields.js";
import type { TableRow } from "../awkward/table-rows.js";

/** A reference of which rows have to stay apart, and how many keys it has. */
export interface CountedReference {
  readonly columns: readonly number[];
  readonly count: number;
}

export interface Digits {
  /** By position of the reference: after how many rows it takes the next key. */
  readonly references: ReadonlyMap<number, number>;
  /** By number of the column: the same for those of the table's own. */
  readonly columns: ReadonlyMap<number, number>;
}

/**
 * Where no column can tell rows apart alone, several do so together, as the digits of a number do: the first key changes
 * with every row, the next one after a round of the first.
 */
export function planDigits(
  table: TableRow,
  { columns, byReference }: Carriers,
  references: readonly CountedReference[],
  fields: readonly Field[],
): Digits {
  const strides = new Map<number, number>();
  const own = new Map<number, number>();
  for (const unique of table.uniques) {
    let stride = 1;
    for (const [at, reference] of references.entries()) {
      const counts = reference.columns.some((column) => unique.columns.includes(column) && byReference.has(column));
      if (!counts || reference.count === 0) continue;
      if (!strides.has(at)) strides.set(at, stride);
      stride *= reference.count;
    }
    if (stride === 1) continue;
    for (const { number } of fields) {
      if (unique.columns.includes(number) && columns.has(number) && !own.has(number)) own.set(number, stride);
    }
  }
  return { references: strides, columns: own };
}
