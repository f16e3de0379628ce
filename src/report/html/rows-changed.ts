import type { Rehearsal, RowDifference, Step } from "../../model/rehearsal.js";
import { count } from "../words/count.js";
import { name } from "../words/name.js";

export interface RowsChanged {
  /** Key of a table that existed before. */
  readonly relation: string;
  readonly words: string;
}

/** What the ups did to rows that were there: as the server counted it, and as the tables compare before and after. */
export function rowsChanged({ base, steps, rowChanges }: Rehearsal): RowsChanged[] {
  const counted = totals(steps.filter(({ phase }) => phase === "up"));
  const compared = new Map(rowChanges.map((difference) => [difference.table, difference]));
  return [...new Set([...counted.keys(), ...compared.keys()])]
    .filter((relation) => base?.tables.has(relation) === true || compared.has(relation))
    .map((relation) => ({
      relation,
      words: [...work(counted.get(relation)), ...comparison(compared.get(relation))].join("; "),
    }));
}

interface Total {
  inserted: number;
  updated: number;
  deleted: number;
}

function totals(ups: readonly Step[]): Map<string, Total> {
  const sums = new Map<string, Total>();
  for (const { relation, inserted, updated, deleted } of ups.flatMap(({ changes }) => changes)) {
    const sum = sums.get(relation) ?? { inserted: 0, updated: 0, deleted: 0 };
    sum.inserted += inserted;
    sum.updated += updated;
    sum.deleted += deleted;
    sums.set(relation, sum);
  }
  return sums;
}

function work(total: Total | undefined): string[] {
  if (total === undefined) return [];
  const parts = (["inserted", "updated", "deleted"] as const).filter((what) => total[what] > 0);
  return parts.length === 0 ? [] : [parts.map((what) => `${count(total[what])} ${what}`).join(", ")];
}

function comparison(difference: RowDifference | undefined): string[] {
  if (difference === undefined) return [];
  const { rowsBefore, rowsAfter, columns } = difference;
  const amount = (rows: number | null) => (rows === null ? "no table" : count(rows));
  return [
    ...(rowsBefore === rowsAfter ? [] : [`${amount(rowsBefore)} → ${amount(rowsAfter)} rows`]),
    ...(columns.length === 0 ? [] : [`other values than before in ${columns.map((column) => name(column)).join(", ")}`]),
  ];
}
