import type { Expectation } from "../../model/promise.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check } from "../claim.js";
import { questionCheck } from "../question-check.js";
import { percentOf, toleranceOf } from "../tolerance-of.js";

export function queryChecks(sql: string, { expect, when = ["after"], tolerate }: PromiseSettings): Check[] {
  const tolerance = toleranceOf(tolerate);
  const expectation = expectationOf(expect);
  return when.map((moment) => questionCheck({ sql, expectation, tolerance, moment }));
}

function expectationOf(expect: PromiseSettings["expect"]): Expectation {
  if (typeof expect !== "object" || expect === null) return fromScalar(expect ?? null);
  if ("tolerance" in expect) return { kind: "as-before", percent: percentOf(expect.tolerance) };
  if ("in" in expect) return { kind: "in", values: expect.in.map(String) };
  if ("equals" in expect) return { kind: "compare", operator: "=", value: String(expect.equals) };
  if ("not" in expect) return { kind: "compare", operator: "<>", value: String(expect.not) };
  if ("at-most" in expect) return { kind: "compare", operator: "<=", value: String(expect["at-most"]) };
  if ("at-least" in expect) return { kind: "compare", operator: ">=", value: String(expect["at-least"]) };
  const { min, max } = expect;
  if (min === undefined) return { kind: "compare", operator: "<=", value: String(max) };
  if (max === undefined) return { kind: "compare", operator: ">=", value: String(min) };
  return { kind: "between", low: String(min), high: String(max) };
}

function fromScalar(value: string | number | boolean | null): Expectation {
  if (value === "zero rows") return { kind: "zero-rows" };
  if (value === "same as before") return { kind: "as-before", percent: 0 };
  return { kind: "compare", operator: "=", value: String(value) };
}
