import type { Comparison, Expectation, Tolerance } from "../model/promise.js";

export interface Compared {
  readonly kept: boolean;
  /** True where it is kept by the known exceptions alone. */
  readonly tolerated: boolean;
}

/** Whether a value, as text, is what was expected. Null is the word `null`. */
export function compareValue(
  value: string,
  expectation: Extract<Expectation, { kind: "compare" | "between" | "in" }>,
  tolerance: Tolerance | null,
): Compared {
  if (holds(value, expectation)) return { kept: true, tolerated: false };
  const kept = tolerance !== null && isNear(value, expectation, tolerance);
  return { kept, tolerated: kept };
}

function holds(value: string, expectation: Extract<Expectation, { kind: "compare" | "between" | "in" }>): boolean {
  switch (expectation.kind) {
    case "compare":
      return meets(order(value, expectation.value), expectation.operator);
    case "between":
      return meets(order(value, expectation.low), ">=") && meets(order(value, expectation.high), "<=");
    case "in":
      return expectation.values.some((each) => order(value, each) === 0);
  }
}

/** Null of either side equals only null, and is neither more nor less than anything. */
function meets(difference: number | null, operator: Comparison): boolean {
  if (difference === null) return operator === "<>";
  switch (operator) {
    case "=":
      return difference === 0;
    case "<>":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

function order(one: string, other: string): number | null {
  const nulls = [one, other].filter((each) => each.toLowerCase() === "null").length;
  if (nulls > 0) return nulls === 2 ? 0 : null;
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== null && b !== null) return a - b;
  const [left, right] = [plain(one), plain(other)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Booleans in the spellings of Postgres (PostgreSQL manual, 8.6). */
function plain(text: string): string {
  if (/^(t|true|yes|on)$/iu.test(text)) return "true";
  return /^(f|false|no|off)$/iu.test(text) ? "false" : text;
}

export function numberOf(text: string): number | null {
  return /^[+-]?(\d[\d_]*)(\.\d+)?(e[+-]?\d+)?$/iu.test(text.trim()) ? Number(text.trim().replaceAll("_", "")) : null;
}

/** How far away it is, against how far it may be. */
function isNear(
  value: string,
  expectation: Extract<Expectation, { kind: "compare" | "between" | "in" }>,
  tolerance: Tolerance,
): boolean {
  if (expectation.kind === "compare" && expectation.operator === "<>") return false;
  const found = numberOf(value);
  if (found === null) return false;
  const wanted = bounds(expectation).flatMap((bound) => numberOf(bound) ?? []);
  return wanted.some((bound) => Math.abs(found - bound) <= allowance(bound, tolerance));
}

function bounds(expectation: Extract<Expectation, { kind: "compare" | "between" | "in" }>): readonly string[] {
  switch (expectation.kind) {
    case "compare":
      return [expectation.value];
    case "between":
      return [expectation.low, expectation.high];
    case "in":
      return expectation.values;
  }
}

export function allowance(wanted: number, { kind, amount }: Tolerance): number {
  return kind === "count" ? amount : (Math.abs(wanted) * amount) / 100;
}
