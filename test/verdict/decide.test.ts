import { describe, expect, test } from "vitest";
import type { Coverage } from "../../src/model/coverage.js";
import type { Finding } from "../../src/model/finding.js";
import { decide } from "../../src/verdict/decide.js";

const POLICY = { approvals: { medium: 1, high: 2, critical: 3, from: ["acme/db-owners"] } };
const SEEN: Coverage = { statements: 1, parsed: 1, executed: 1, unseen: [] };
const BLIND: Coverage = {
  ...SEEN,
  unseen: [{ what: "a DO block", why: "it builds SQL at run time", place: null, blocking: true }],
};

function finding(more: Partial<Finding>): Finding {
  return {
    id: "1",
    rule: "create-index-blocks-writes",
    hazard: "blocks-writes",
    severity: "error",
    evidence: "confirmed",
    migration: "1",
    direction: "up",
    statement: 0,
    table: null,
    place: { file: "1.sql", line: 1, column: 1, endLine: 1, endColumn: 2 },
    message: "Writes to orders wait.",
    remedy: "",
    fix: null,
    proof: null,
    suppressed: null,
    ...more,
  };
}

const verdictOf = (findings: Finding[], coverage = SEEN) => decide({ findings, rehearsal: null, coverage, proposed: 1 }, POLICY);

describe("the verdict", () => {
  test("passes when nothing that counts was found", () => {
    expect(verdictOf([])).toMatchObject({ decision: "pass", risk: "none", approvals: { required: 0 } });
  });

  test("passes with warnings, at low risk", () => {
    expect(verdictOf([finding({ severity: "warning" })])).toMatchObject({ decision: "pass", risk: "low" });
  });

  test("holds on an error, and asks for people by risk", () => {
    expect(verdictOf([finding({})])).toMatchObject({
      decision: "hold",
      risk: "high",
      approvals: { required: 2, from: ["acme/db-owners"] },
    });
    expect(verdictOf([finding({ hazard: "data-loss" })])).toMatchObject({
      decision: "hold",
      risk: "critical",
      approvals: { required: 3 },
    });
  });

  test("points each reason to its finding", () => {
    expect(verdictOf([finding({ evidence: "refuted" }), finding({})]).reasons).toEqual([
      { code: "create-index-blocks-writes", message: "Writes to orders wait.", finding: 1 },
    ]);
  });

  test.each([["refuted", { evidence: "refuted" }] as const, ["suppressed", { suppressed: { reason: "accepted" } }] as const])(
    "never counts a %s finding",
    (_, more) => {
      expect(verdictOf([finding(more)])).toMatchObject({ decision: "pass", risk: "none" });
    },
  );

  test("blocks what cannot run, whatever else is known; no approval helps", () => {
    expect(verdictOf([finding({ hazard: "cannot-run" }), finding({})], BLIND)).toMatchObject({
      decision: "block",
      approvals: { required: 0 },
    });
  });

  test("is never green over something unseen that matters", () => {
    expect(verdictOf([], BLIND)).toMatchObject({ decision: "cannot-judge", risk: "high" });
    expect(verdictOf([finding({})], BLIND).decision).toBe("cannot-judge");
  });

  test("passes a change that has no migration, and says so", () => {
    const verdict = decide({ findings: [], rehearsal: null, coverage: { ...SEEN, statements: 0 }, proposed: 0 }, POLICY);
    expect(verdict).toMatchObject({ decision: "pass", reasons: [{ code: "no-migrations" }] });
  });
});
