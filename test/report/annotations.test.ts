import { describe, expect, test } from "vitest";
import { cannotJudge } from "../../fixtures/assessments/cannot-judge.js";
import { held } from "../../fixtures/assessments/held.js";
import { manyFindings } from "../../fixtures/assessments/many-findings.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import { annotations } from "../../src/report/annotations.js";

describe("marks on lines", () => {
  test("come worst first, with evidence and SQL, and leave out what does not count", () => {
    const marks = annotations(held);
    expect(marks.map(({ line }) => line)).toEqual([8, 5, 6, 7, 3, 4]);
    expect(marks[2]?.message).toContain("CREATE INDEX CONCURRENTLY orders_fulfilment_idx");
    expect(annotations(rollbackLosesData).every(({ title }) => !title.includes("drop-column-in-use"))).toBe(true);
  });

  test("keep to ten a level, the last notice counting the rest", () => {
    const marks = annotations(manyFindings);
    for (const level of ["error", "warning", "notice"]) expect(marks.filter((mark) => mark.level === level)).toHaveLength(10);
    expect(marks.at(-1)).toMatchObject({ level: "notice", title: "and 471 more" });
  });

  test("show gaps that matter where they are", () => {
    expect(annotations(cannotJudge).map(({ level, line }) => ({ level, line }))).toEqual([
      { level: "warning", line: 2 },
      { level: "warning", line: 3 },
    ]);
  });
});
