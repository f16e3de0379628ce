import { expect, test } from "vitest";
import { judgeScenario } from "../scenarios/judge-scenario.js";

test("an approval request's figures are added up from its words alone, and the rehearsal tells which is right", async () => {
  const { findings } = await judgeScenario("approval-request", "pglite");
  const [finding, ...more] = findings.filter(({ rule }) => rule === "totals-disagree");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    migration: "0002_backfill_parents",
    place: { file: "migrations/0002_backfill_parents.up.sql", line: 1 },
  });
  expect(finding?.message).toContain("459 + 290 + 10 = 759, and the total says 907; 148 are in no part");
  expect(finding?.proof).toContain("the rehearsal changed 907 rows, as the total says");
});
