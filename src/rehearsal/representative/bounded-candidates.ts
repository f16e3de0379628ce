import type { Literals } from "../awkward/literals.js";
import { undress } from "../awkward/shape.js";
import { literal } from "../quoted.js";
import type { ColumnPlan } from "./column-plan.js";
import type { Generator } from "./row-number.js";

const WHOLE = new Set(["int2", "int4", "int8", "oid"]);
const FRACTIONAL = new Set(["numeric", "float4", "float8", "money"]);
const MOMENTS: Readonly<Record<string, string>> = { timestamp: "timestamp", timestamptz: "timestamptz", date: "date" };

/** Between the constants of a check, and above and below them. */
export function boundedCandidates({ field, number }: ColumnPlan, literals: Literals): Generator[] {
  const bare = undress(field.shape);
  if (bare.kind !== "base") return [];
  const cast =
    (make: (v: string) => string): Generator =>
    (row) =>
      `(${make(number(row))})::${field.type}`;
  if (WHOLE.has(bare.name) || FRACTIONAL.has(bare.name)) {
    return numberMakers(literals.numbers, FRACTIONAL.has(bare.name)).map((make) =>
      cast(bare.name === "money" ? (v) => `(${make(v)})::numeric` : make),
    );
  }
  const moment = MOMENTS[bare.name];
  return moment === undefined ? [] : momentMakers(literals.texts, moment).map(cast);
}

type Make = (v: string) => string;

function numberMakers(numbers: readonly string[], fractional: boolean): Make[] {
  const sorted = [...new Set(numbers.map(Number))].filter(Number.isFinite).sort((a, b) => a - b);
  const whole = sorted.filter(Number.isSafeInteger);
  const between = pairs(whole).flatMap(([from, to]): Make[] => [
    (v) => `${from} + (${v}) % ${to - from + 1}`,
    (v) => `${from} + (${v}) % ${Math.max(1, to - from)}`,
    (v) => `${from} + 1 + (${v}) % ${Math.max(1, to - from - 1)}`,
  ]);
  const shares = !fractional
    ? []
    : pairs(sorted).flatMap(([from, to]): Make[] => [(v) => `${from} + ${to - from}::numeric * (1 + (${v}) % 9997) / 10000`]);
  const around = whole.flatMap((at): Make[] => [
    (v) => `${at} + 1 + (${v})`,
    (v) => `${at} + (${v})`,
    (v) => `${at} - (${v})`,
    (v) => `${at} - 1 - (${v})`,
    (v) => `${at} * (${v})`,
    (v) => `${at} * (1 + (${v}))`,
  ]);
  return [...between, ...shares, ...around, (v) => `1 + (${v})`, (v) => `-1 - (${v})`];
}

/** Neighbors first, then the widest. */
function pairs(sorted: readonly number[]): (readonly [number, number])[] {
  const neighbors = sorted.slice(1).map((to, at) => [sorted[at] ?? to, to] as const);
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first === undefined || last === undefined || sorted.length < 3 ? neighbors : [...neighbors, [first, last]];
}

function momentMakers(texts: readonly string[], type: string): Make[] {
  const known = [...new Set(texts.filter((text) => /^\d{4,}-\d\d-\d\d/u.test(text)))].sort();
  const at = (text: string) => `${type} ${literal(text)}`;
  const step = (v: string) => (type === "date" ? `((${v}) % 1000000)::int` : `(${v}) * interval '1 second'`);
  const between = known.slice(1).map((to, index): Make => {
    const from = known[index] ?? to;
    const span = type === "date" ? `(${at(to)} - ${at(from)})` : `extract(epoch from ${at(to)} - ${at(from)})::int8`;
    return (v) => `${at(from)} + ${step(`(${v}) % greatest(1, ${span})`)}`;
  });
  const around = known.flatMap((text): Make[] => [
    (v) => `${at(text)} + ${step(v)}`,
    (v) => `${at(text)} - ${step(`1 + (${v})`)}`,
  ]);
  return [...between, ...around];
}
