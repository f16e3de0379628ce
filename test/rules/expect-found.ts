import { expect } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Rule } from "../../src/rules/rule.js";

/** That the rule found its bad example, and that what it said was seen, or could not be. */
export function expectFound({ id }: Rule, findings: readonly Finding[]): void {
  const told = findings.map(({ rule, evidence, message, proof }) => ({ rule, evidence, message, proof }));
  expect(
    told.filter(({ rule }) => rule === id),
    JSON.stringify(told),
  ).not.toEqual([]);
  expect(told.filter(({ rule, evidence }) => rule === id && evidence === "refuted")).toEqual([]);
}
