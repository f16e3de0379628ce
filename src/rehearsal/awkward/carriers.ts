import type { Field } from "./fields.js";
import { undress } from "./shape.js";
import type { TableRow } from "./table-rows.js";

export interface Carriers {
  /** Columns by whose values the rows stay apart. */
  readonly columns: ReadonlySet<number>;
  /** Columns of keys that no column of the table's own can keep apart: different rows have to be referred to. */
  readonly byReference: ReadonlySet<number>;
}

/** Which columns have to differ from row to row, one for each unique index, and as few as will do. */
export function carriersOf(table: TableRow, fields: readonly Field[], checked: ReadonlySet<number>): Carriers {
  const columns = new Set<number>();
  const byReference = new Set<number>();
  const refers = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const reads = new Map(table.columns.map((column) => [column.number, column.generated === "" ? [column.number] : column.reads]));
  const sets = table.uniques.map((unique) => [...new Set(unique.columns.flatMap((column) => reads.get(column) ?? []))]);
  for (const set of sets.sort((a, b) => a.length - b.length)) {
    if (set.some((column) => columns.has(column))) continue;
    const own = fields
      .filter(({ number }) => set.includes(number) && !refers.has(number))
      .map((field) => ({ field, rank: rankOf(field) + (checked.has(field.number) ? 5 : 0) }))
      .sort((a, b) => a.rank - b.rank)[0];
    if (own !== undefined) columns.add(own.field.number);
    if (own === undefined || own.rank >= WEAK) for (const column of set) if (refers.has(column)) byReference.add(column);
  }
  return { columns, byReference };
}

/** Types with few values. */
const WEAK = 20;

const RANKS: Readonly<Record<string, number>> = {
  uuid: 1,
  text: 2,
  varchar: 2,
  int4: 3,
  int8: 3,
  numeric: 3,
  bytea: 4,
  bool: WEAK,
};

function rankOf({ shape, handedOut }: Field): number {
  if (handedOut) return 0;
  const bare = undress(shape);
  if (bare.kind === "range") return 1;
  if (bare.kind === "enum") return WEAK;
  return bare.kind === "base" ? (RANKS[bare.name] ?? 6) : 8;
}
