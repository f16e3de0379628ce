import type { Expectation, Tolerance } from "../model/promise.js";

export function expectationWords(expectation: Expectation, tolerance: Tolerance | null): string {
  return `${bare(expectation)}${toleranceWords(tolerance)}`;
}

function bare(expectation: Expectation): string {
  switch (expectation.kind) {
    case "compare":
      return `${expectation.operator} ${grouped(expectation.value)}`;
    case "between":
      return `between ${grouped(expectation.low)} and ${grouped(expectation.high)}`;
    case "in":
      return `one of ${expectation.values.map(grouped).join(", ")}`;
    case "zero-rows":
      return "no rows";
    case "as-before":
      return expectation.percent === 0 ? "same as before" : `as before, within ${expectation.percent} %`;
  }
}

export function toleranceWords(tolerance: Tolerance | null): string {
  if (tolerance === null) return "";
  return tolerance.kind === "count" ? `, except ${tolerance.amount}` : `, within ${tolerance.amount} %`;
}

/** `50,000`; other text as it is. */
export function grouped(value: string): string {
  return /^-?\d{4,15}$/u.test(value) ? value.replace(/\B(?=(\d{3})+$)/gu, ",") : value;
}

export function number(value: number): string {
  return grouped(String(value));
}

export function rows(count: number): string {
  return `${number(count)} ${count === 1 ? "row" : "rows"}`;
}
