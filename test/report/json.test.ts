import { describe, expect, test } from "vitest";
import { held } from "../../fixtures/assessments/held.js";
import { notRehearsed } from "../../fixtures/assessments/not-rehearsed.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import type { Assessment } from "../../src/model/assessment.js";
import { json } from "../../src/report/json.js";

function parsed(assessment: Assessment): Record<string, unknown> {
  return JSON.parse(json.render(assessment, { color: true, width: 80, limit: 10, key: "", fullReportUrl: null })) as Record<
    string,
    unknown
  >;
}

describe("the assessment as JSON", () => {
  test("begins with the fields of the contract in their order", () => {
    const value = parsed(held);
    expect(Object.keys(value).slice(0, 9)).toEqual([
      "version",
      "tool",
      "digest",
      "verdict",
      "findings",
      "rehearsal",
      "impacts",
      "promises",
      "coverage",
    ]);
    const [finding] = value["findings"] as Record<string, unknown>[];
    expect(Object.keys(finding ?? {}).slice(0, 12)).toEqual([
      "rule",
      "hazard",
      "severity",
      "evidence",
      "migration",
      "statement",
      "table",
      "place",
      "message",
      "remedy",
      "fix",
      "suppressed",
    ]);
    const rehearsal = value["rehearsal"] as Record<string, unknown>;
    expect(Object.keys(rehearsal).slice(0, 6)).toEqual(["engine", "steps", "rollback", "rerun", "interruption", "probes"]);
  });

  test("names the schema of a table that the SQL did not qualify", () => {
    const [finding] = parsed(rollbackLosesData)["findings"] as { table: unknown }[];
    expect(finding?.table).toEqual({ schema: "public", name: "people" });
  });

  test("has a null engine and empty steps when nothing was rehearsed", () => {
    expect(parsed(notRehearsed)["rehearsal"]).toMatchObject({ engine: null, steps: [], rollback: { status: "not-applicable" } });
  });

  test("says on how many rows the times were measured", () => {
    expect(parsed(held)["rehearsal"]).toMatchObject({ baseRows: { "public.customers": 200_000, "public.orders": 2_000_000 } });
  });

  test("gives the reason of a suppressed finding", () => {
    const findings = parsed(rollbackLosesData)["findings"] as { suppressed: unknown }[];
    expect(findings.map(({ suppressed }) => suppressed)).toEqual([
      null,
      null,
      { reason: "the service was switched off last week, see ticket #881" },
    ]);
  });
});
