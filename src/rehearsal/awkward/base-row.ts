import type { Carriers } from "./carriers.js";
import { type Chosen, chooseParents, type Reference } from "./choose-parents.js";
import type { Field } from "./fields.js";

export interface RowsPlan {
  readonly fields: readonly Field[];
  readonly carriers: Carriers;
  /** For each group of columns that have to fit each other what they can be given; the tamest first. */
  readonly solutions: readonly (readonly Chosen[])[];
  readonly references: readonly Reference[];
  /** Columns that refer to the same table, with those that they refer to. */
  readonly selves: readonly (readonly (readonly [column: number, target: number])[])[];
  /** Added to what counts, so that partitions do not repeat each other. */
  readonly offset: number;
  /** `full`: all that is awkward; `few`: a taste; `tame`: nothing that anybody would remark on. */
  readonly size: "full" | "few" | "tame";
}

interface BaseOptions {
  /** Refers to the same rows as this one, as far as that leaves the rows apart. */
  readonly like?: number;
  /** What a check was tried with does not bind what a row refers to, unless it was NULL. */
  readonly free?: boolean;
  /** Solutions are those of this row. */
  readonly solution?: number;
}

/** A row that nobody would remark on. */
export function baseOf(plan: RowsPlan, at: number, { like = at, free = false, solution }: BaseOptions): Chosen {
  const { fields, carriers, offset, size } = plan;
  const row = new Map<number, string | null>();
  for (const field of fields) {
    row.set(
      field.number,
      carriers.columns.has(field.number) ? apart(field, offset + at) : tameValue(field, size === "tame" ? at : 0),
    );
  }
  const fitting = fittingOf(plan, at, solution);
  for (const [number, text] of fitting) row.set(number, text);
  return withReferences(plan, row, fitting, { at, like, free });
}

function apart({ values }: Field, at: number): string | null {
  return values.distinct(at) ?? values.tame[0] ?? null;
}

/** Where nothing is to be remarked on, no value comes twice as long as there is another one. */
function tameValue({ values }: Field, at: number): string | null {
  const { tame, distinct } = values;
  return tame[at] ?? (at === 0 ? null : distinct(at)) ?? tame[at % Math.max(1, tame.length)] ?? null;
}

/** Columns with a check, each group with one of its solutions. */
function fittingOf({ solutions, carriers }: RowsPlan, at: number, solution: number | undefined): Chosen {
  const row = new Map<number, string | null>();
  for (const found of solutions) {
    const varies = [...(found[0]?.keys() ?? [])].some((number) => carriers.columns.has(number));
    const wanted = varies ? at : (solution ?? 0);
    for (const [number, text] of found[wanted % Math.max(1, found.length)] ?? []) row.set(number, text);
  }
  return row;
}

function withReferences(
  plan: RowsPlan,
  row: Map<number, string | null>,
  fitting: Chosen,
  { at, like, free }: { readonly at: number; readonly like: number; readonly free: boolean },
): Chosen {
  const { references, carriers } = plan;
  const referring = new Set(references.flatMap(({ columns }) => columns));
  const bound = [...fitting].filter(([number, text]) => referring.has(number) && (!free || text === null));
  let apart = 1;
  const starts = references.map(({ columns, parents }) => {
    if (!columns.some((column) => carriers.byReference.has(column))) return like;
    const start = Math.floor(at / apart);
    apart *= Math.max(1, parents.length);
    return start;
  });
  const from = (_: Reference, index: number) => starts[index] ?? at;
  const chosen = chooseParents(references, from, new Map(bound)) ?? chooseParents(references, from) ?? new Map();
  for (const [number, text] of chosen) row.set(number, text);
  return withSelves(plan, row, at);
}

/** A row that refers to its own table refers to itself, every other one to nothing where it may. */
export function withSelves({ selves, fields, solutions }: RowsPlan, row: Map<number, string | null>, at: number): Chosen {
  const nullable = new Set(fields.filter((field) => field.nullable).map(({ number }) => number));
  const checked = new Set(solutions.flatMap((found) => [...(found[0]?.keys() ?? [])]));
  for (const pairs of selves) {
    const open = pairs.filter(([column, target]) => column !== target && nullable.has(column));
    const toItself = open.length === 0 || (at % 2 === 1 && !pairs.some(([column]) => checked.has(column)));
    for (const [column, target] of toItself ? pairs : []) row.set(column, row.get(target) ?? null);
    for (const [column] of toItself ? [] : open) row.set(column, null);
  }
  return row;
}
