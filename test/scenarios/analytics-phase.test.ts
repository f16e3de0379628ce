import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { markdown } from "../../src/report/markdown.js";
import { judgeScenario } from "./judge-scenario.js";

describe.each(["auto", "pglite"] as const)("a Prisma phase with backfills, rehearsed on %s", (engine) => {
  let assessment: Assessment;
  let comment: string;
  beforeAll(async () => {
    assessment = await judgeScenario("analytics-phase", engine);
    comment = markdown.render(assessment, { color: false, width: 100, limit: 60_000, key: "default", fullReportUrl: null });
  });
  const promise = (title: string) => assessment.promises.find((each) => each.title === title);

  test("its two figures for one thing contradict each other", () => {
    expect(promise("events to be carried over")).toMatchObject({ moment: "plan", status: "broken" });
    expect(comment).toContain("Migration scope: 50,000; Expected output: 2,847");
  });

  test("what it creates is counted, and the right figure is named", () => {
    for (const [what, found] of [
      ["tables", "4"],
      ["indexes", "7"],
      ["columns", "1"],
      ["rows of IntelligenceEvent", "2,847 rows added"],
      ["rows of AgentFeedback", "0 rows added"],
    ])
      expect(promise(`the change creates: ${what}`)).toMatchObject({ status: "kept", found });
  });

  test("the tables are as promised", () => {
    expect(promise("schema after the change: Campaign")).toMatchObject({ status: "kept" });
    expect(promise("schema after the change: KPIHistory")).toMatchObject({ status: "kept" });
  });

  test("the backfill is complete, with its placeholders counted", () => {
    expect(promise("every campaign has its prompt")).toMatchObject({
      status: "kept",
      found: "0 left of 50 rows, 20 with placeholder values",
    });
  });

  test("there are no orphans", () => {
    expect(promise("events belong to a campaign")).toMatchObject({ status: "kept", found: "0" });
    expect(promise("feedback belongs to an event")).toMatchObject({ status: "kept", found: "0" });
  });

  test("dates in the future fail, negative metrics only warn", () => {
    expect(promise("no event lies in the future")).toMatchObject({ status: "broken", severity: "error", found: "2" });
    expect(promise("no metric is negative")).toMatchObject({ status: "broken", severity: "warning", found: "4" });
    const broken = assessment.findings.filter(({ rule }) => rule === "promise-broken");
    expect(broken.map(({ severity }) => severity)).toEqual(["error", "error", "warning"]);
  });

  test("the index serves its query; its time is measured on the rows that the backfill wrote", () => {
    expect(promise("the events of a campaign are found by index: plan")).toMatchObject({
      status: "kept",
      found: "uses IntelligenceEvent_campaignId_occurredAt_idx",
    });
    expect(promise("the events of a campaign are found by index: time")).toMatchObject({
      status: "kept",
      note: "measured on 2,847 rows of public.IntelligenceEvent",
    });
  });
});
