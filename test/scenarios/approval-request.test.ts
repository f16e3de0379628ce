import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { markdown } from "../../src/report/markdown.js";
import { judgeScenario } from "./judge-scenario.js";

describe.each(["auto", "pglite"] as const)("an approval request for a backfill, rehearsed on %s", (engine) => {
  let assessment: Assessment;
  let comment: string;
  beforeAll(async () => {
    assessment = await judgeScenario("approval-request", engine);
    comment = markdown.render(assessment, { color: false, width: 100, limit: 60_000, key: "default", fullReportUrl: null });
  });
  const promise = (title: string) => assessment.promises.find((each) => each.title === title);

  test("its parts do not add up to its total, by arithmetic alone", () => {
    expect(promise("relationships created: rows of relationships")).toMatchObject({ moment: "plan", status: "broken" });
    expect(comment).toContain("459 + 290 + 10 = 759: 148 in no part");
  });

  test("the rehearsal says which figure is wrong: the total is right, the footnotes are not 10", () => {
    expect(assessment.promises).toContainEqual(expect.objectContaining({ status: "kept", found: "907 rows added" }));
    expect(promise("relationships created: parts of relationships")).toMatchObject({
      status: "broken",
      found: "chapter 459, figure 290, footnote 158",
    });
  });

  test("298 untouched nodes are counted, and no existing row is altered", () => {
    expect(promise("nodes without a parent stay as they are")).toMatchObject({ status: "kept", found: "298" });
    expect(promise("no existing row is deleted or altered: nodes")).toMatchObject({ status: "kept", found: "1,205 untouched" });
    expect(promise("no existing row is deleted or altered: relationships")).toMatchObject({
      status: "kept",
      found: "24 untouched, 907 added",
    });
  });

  test("the backfill is complete, and a second run changes nothing", () => {
    expect(promise("every node below another one is linked")).toMatchObject({ status: "kept", found: "0 left of 907 rows" });
    expect(assessment.rehearsal?.rerun.status).toBe("idempotent");
  });

  test("the way back is exact, and leaves what was linked by hand", () => {
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
    expect(promise("the way back leaves what people linked by hand")).toMatchObject({ status: "kept", moment: "back" });
  });

  test("a promise in a comment is asked right after its statement", () => {
    expect(promise("SELECT count(*) FROM nodes")).toMatchObject({
      status: "kept",
      found: "1,205",
      place: { file: "migrations/0002_backfill_parents.up.sql" },
    });
  });

  test("is held for its figures", () => {
    expect(assessment.verdict.decision).toBe("hold");
    expect(assessment.verdict.reasons.map(({ code }) => code)).toContain("promise-broken");
    expect(comment).toContain("<b>Promises</b>: 2 broken");
  });
});
