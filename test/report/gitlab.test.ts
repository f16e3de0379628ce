import { describe, expect, test } from "vitest";
import { blocked } from "../../fixtures/assessments/blocked.js";
import { cannotJudge } from "../../fixtures/assessments/cannot-judge.js";
import { held } from "../../fixtures/assessments/held.js";
import { scenarios } from "../../fixtures/assessments/index.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Issue } from "../../src/report/gitlab/issues.js";
import { gitlab } from "../../src/report/gitlab.js";
import { everything } from "./everything.js";

function issuesOf(assessment: Assessment): Issue[] {
  return JSON.parse(
    gitlab.render(assessment, { color: false, width: 80, limit: null, key: "db", fullReportUrl: null }),
  ) as Issue[];
}

describe("code quality for GitLab", () => {
  for (const [name, assessment] of Object.entries({ ...scenarios, everything })) {
    test(`${name}: each issue is whole, and no two share a fingerprint`, () => {
      const all = issuesOf(assessment);
      for (const issue of all) {
        expect(Object.keys(issue)).toEqual(["description", "check_name", "fingerprint", "severity", "location"]);
        expect(["info", "minor", "major", "critical", "blocker"]).toContain(issue.severity);
        expect(issue.location.path).not.toMatch(/^\.?\//u);
        expect(issue.location.lines.begin).toBeGreaterThan(0);
        expect(issue.description).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
      expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
    });
  }

  test("says what was seen where it stands", () => {
    expect(issuesOf(held)).toContainEqual({
      description: "Writes to `orders` wait while this index builds. Seen: 2,000,000 rows read under the lock, 5.2 s.",
      check_name: "create-index-blocks-writes",
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/u),
      severity: "critical",
      location: { path: "db/migrations/20261121_order_fulfilment.up.sql", lines: { begin: 6, end: 6 } },
    });
  });

  test("what cannot run blocks, and what only the SQL predicts weighs less", () => {
    expect(issuesOf(blocked)[0]?.severity).toBe("blocker");
    const warning = held.findings.map((finding) => ({ ...finding, severity: "warning" as const }));
    const severities = (evidence: "confirmed" | "predicted") =>
      new Set(
        issuesOf({ ...held, findings: warning.map((finding) => ({ ...finding, evidence })) }).map(({ severity }) => severity),
      );
    expect(severities("confirmed")).toEqual(new Set(["major"]));
    expect(severities("predicted")).toEqual(new Set(["minor"]));
  });

  test("a gap that keeps the verdict from being given is an issue", () => {
    expect(issuesOf(cannotJudge)).toContainEqual(expect.objectContaining({ check_name: "not-seen", severity: "critical" }));
  });

  test("what a comment allows and what was refuted is none", () => {
    const rules = issuesOf(rollbackLosesData).map(({ check_name }) => check_name);
    const silent = rollbackLosesData.findings.filter(({ suppressed, evidence }) => suppressed !== null || evidence === "refuted");
    expect(silent.length).toBeGreaterThan(0);
    for (const { rule } of silent) expect(rules).not.toContain(rule);
  });
});
