import { evaluateCheck } from "../catalog/evaluate-check.js";
import type { Sample } from "../model/catalog.js";
import type { GivenValue, OperationOf } from "../model/operation.js";
import type { Moment } from "./rule.js";

/** How many of the rows that the history put into a table a condition finds. */
export interface KnownShare {
  readonly weight: "large" | "small" | "untold";
  readonly found: number;
  readonly of: number;
}

/** Fewer rows are no bulk, and say nothing of production's. */
const MANY_ROWS = 100;
const LARGE_SHARE = 0.2;
const SMALL_SHARE = 0.05;
/** So many numbers of a series are tried. */
const TRIES = 1000;
const GOLDEN = 0.618033988749895;

/** Null where no rows are known, or other tables have a say. */
export function knownShare({ table, where, reads }: OperationOf<"update" | "delete">, moment: Moment): KnownShare | null {
  const samples = moment.table(table)?.samples ?? [];
  if (where === null || reads.length > 0 || samples.length === 0) return null;
  let [found, untold, of] = [0, 0, 0];
  for (const sample of samples) {
    // A query that gave nobody knows how many may outweigh all others.
    if (sample.many && sample.count === undefined) return null;
    const count = sample.count ?? 1;
    const rows = rowsOf(sample, count);
    const truths = rows.map((values) => evaluateCheck(where.text, (column) => values[column]));
    const share = (truth: boolean | "unknown") => (count * truths.filter((each) => each === truth).length) / rows.length;
    found += share(true);
    untold += share("unknown");
    of += count;
  }
  const weight = found >= MANY_ROWS && found >= of * LARGE_SHARE ? "large" : isSmall(found + untold, of) ? "small" : "untold";
  return { weight, found: Math.round(found), of };
}

function isSmall(most: number, of: number): boolean {
  return of >= MANY_ROWS && most < of * SMALL_SHARE;
}

/** The rows that a sample stands for; of a long series some, spread so that every remainder is met as often as it occurs. */
function rowsOf({ values }: Sample, count: number): readonly Sample["values"][] {
  const series = Object.entries(values).filter(([, value]) => value.kind === "series");
  if (series.length === 0 || count === 0) return [values];
  const tries = Math.min(count, TRIES);
  return Array.from({ length: tries }, (_, at) => ({
    ...values,
    ...Object.fromEntries(
      series.map(([column, value]) => [column, nth(value, count > TRIES ? Math.floor(((at * GOLDEN) % 1) * count) : at)]),
    ),
  }));
}

function nth(value: GivenValue, at: number): GivenValue {
  return value.kind === "series" ? { kind: "constant", text: `${value.prefix ?? ""}${value.from + at}`, quoted: false } : value;
}

/** Of which rows a finding speaks. */
export function knownRows({ found, of }: KnownShare, table: string): string {
  const number = (rows: number) => rows.toLocaleString("en-US");
  return `${number(found)} of the ${number(of)} rows of ${table} that earlier files put there,`;
}
