import type { Expectation, PromiseAnswer, Tolerance } from "../model/promise.js";
import type { Ruling } from "./claim.js";
import { compareValue, numberOf } from "./compare-value.js";
import { grouped, number, rows } from "./words.js";

type Rows = Extract<PromiseAnswer, { kind: "rows" }>;

/** @param before the answer before the change, for what has to be as it was. */
export function judgeExpectation(
  expectation: Expectation,
  tolerance: Tolerance | null,
  answer: Rows,
  before: Rows | null,
): Ruling {
  switch (expectation.kind) {
    case "zero-rows":
      return noRows(answer, tolerance);
    case "as-before":
      return before === null ? { status: "untested", found: null } : asBefore(answer, before, expectation.percent);
    default:
      return oneValue(expectation, tolerance, answer);
  }
}

function noRows(answer: Rows, tolerance: Tolerance | null): Ruling {
  const { count } = answer;
  const found = count === 0 ? "no rows" : `${rows(count)}, such as ${oneLine(answer.rows[0])}`;
  if (count === 0) return { status: "kept", found };
  // A share of no rows is none.
  const tolerated = tolerance?.kind === "count" && count <= tolerance.amount;
  return tolerated ? { status: "kept", found, note: known(count) } : { status: "broken", found };
}

function oneValue(
  expectation: Extract<Expectation, { kind: "compare" | "between" | "in" }>,
  tolerance: Tolerance | null,
  answer: Rows,
): Ruling {
  const value = single(answer);
  if (value === null) return { status: "broken", found: severalWords(answer), note: "the query has to give one value" };
  const { kept, tolerated } = compareValue(value, expectation, tolerance);
  const found = grouped(value);
  return { status: kept ? "kept" : "broken", found, ...(tolerated ? { note: "kept with its known exceptions" } : {}) };
}

function asBefore(answer: Rows, before: Rows, percent: number): Ruling {
  const [then, now] = [single(before), single(answer)];
  if (then !== null && now !== null) {
    const found = then === now ? grouped(now) : `${grouped(now)}, was ${grouped(then)}`;
    const [was, is] = [numberOf(then), numberOf(now)];
    if (then === now) return { status: "kept", found };
    const near = was !== null && is !== null && Math.abs(is - was) <= (Math.abs(was) * percent) / 100;
    return { status: near ? "kept" : "broken", found };
  }
  if (answer.count > answer.rows.length) {
    return {
      status: "untested",
      found: rows(answer.count),
      note: `only the first ${number(answer.rows.length)} rows are compared`,
    };
  }
  const differing = differences(before, answer);
  if (differing === 0 && before.count === answer.count) return { status: "kept", found: `the same ${rows(answer.count)}` };
  return { status: "broken", found: `${rows(answer.count)}, was ${rows(before.count)}; ${number(differing)} differ` };
}

function differences(before: Rows, after: Rows): number {
  const then = new Map<string, number>();
  for (const row of before.rows) then.set(JSON.stringify(row), (then.get(JSON.stringify(row)) ?? 0) + 1);
  let fresh = 0;
  for (const row of after.rows) {
    const left = then.get(JSON.stringify(row)) ?? 0;
    if (left === 0) fresh++;
    else then.set(JSON.stringify(row), left - 1);
  }
  return Math.max(
    fresh,
    [...then.values()].reduce((sum, left) => sum + left, 0),
  );
}

/** The value of an answer of one row and one column. */
export function single({ rows: found, count }: Rows): string | null {
  const [row] = found;
  const values = row === undefined ? [] : Object.values(row);
  if (count !== 1 || values.length !== 1) return null;
  return valueText(values[0]);
}

export function valueText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function severalWords({ count, rows: found }: Rows): string {
  const columns = Object.keys(found[0] ?? {}).length;
  return count === 1 ? `one row of ${columns} columns` : rows(count);
}

function oneLine(row: Rows["rows"][number] | undefined): string {
  const text = Object.entries(row ?? {})
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(", ");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function known(count: number): string {
  return `${number(count)} known ${count === 1 ? "exception" : "exceptions"} tolerated`;
}
