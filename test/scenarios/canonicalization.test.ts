import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { markdown } from "../../src/report/markdown.js";
import { judgeScenario } from "./judge-scenario.js";

const of = (assessment: Assessment, rule: string) => assessment.findings.filter((finding) => finding.rule === rule);
const about = (assessment: Assessment, start: string) => {
  const found = of(assessment, "name-still-in-code").find(({ message }) => message.startsWith(start));
  return { severity: found?.severity, lines: [...(found?.proof ?? "").matchAll(/[\w/]+\.\w+:\d+/gu)].map(([line]) => line) };
};

describe("old names go while the code still uses them", () => {
  let assessment: Assessment;
  beforeAll(async () => {
    assessment = await judgeScenario("canonicalization", "auto");
  });

  test("each is told with the lines that use it", () => {
    expect(about(assessment, "The table or view users")).toEqual({ severity: "error", lines: ["app/projects.ts:7"] });
    expect(about(assessment, "The column projects.user_id")).toEqual({
      severity: "error",
      lines: ["app/projects.ts:7", "app/projects.ts:8"],
    });
    expect(about(assessment, "The table or view run_job_candidates")).toEqual({
      severity: "error",
      lines: ["workers/candidates.py:3", "docs/tables.md:1"],
    });
    expect(about(assessment, "The column assets.asset_kind")).toEqual({
      severity: "error",
      lines: ["reports/assets.sql:2", "reports/assets.sql:4", "app/models.ts:3"],
    });
    expect(about(assessment, "The column assets.rel_path").lines).toEqual(["reports/assets.sql:2"]);
    expect(of(assessment, "name-still-in-code")).toHaveLength(5);
  });

  test("the comment names file and line, and the change is held", () => {
    const settings = { color: false, width: 100, limit: 60_000, key: "default", fullReportUrl: null };
    const comment = markdown.render(assessment, settings);
    expect(comment).toContain("app/projects.ts:7");
    expect(assessment.verdict.decision).toBe("hold");
  });

  test("the schema file that was not written anew is told, object by object", () => {
    const [drift, ...more] = of(assessment, "schema-drift");
    expect(more).toEqual([]);
    expect(drift).toMatchObject({ severity: "error", place: { file: "db/structure.sql" } });
    for (const object of ["table public.app_users", "table public.users", "column public.projects.user_id"])
      expect(drift?.proof).toContain(object);
    expect(drift?.proof).not.toContain("schema_migrations");
  });
});

test.each(["auto", "pglite"] as const)("with the code and the file moved on, nothing of it is left: %s", async (engine) => {
  const assessment = await judgeScenario("canonicalization", engine, "clean");
  expect(of(assessment, "name-still-in-code")).toEqual([]);
  expect(of(assessment, "schema-drift")).toEqual([]);
  expect(assessment.rehearsal?.drift).toEqual({ files: ["db/structure.sql"], problem: null, differences: [], ignored: 0 });
});
