import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { markdown } from "../../src/report/markdown.js";
import { judgeScenario } from "./judge-scenario.js";

describe.each(["auto", "pglite"] as const)("the learning platform's second phase, rehearsed on %s", (engine) => {
  let assessment: Assessment;
  let comment: string;
  beforeAll(async () => {
    assessment = await judgeScenario("learning-platform", engine);
    comment = markdown.render(assessment, { color: false, width: 100, limit: 60_000, key: "default", fullReportUrl: null });
  });
  const found = (rule: string) =>
    assessment.findings.filter((finding) => finding.rule === rule && finding.evidence !== "refuted");

  test("is blocked", () => {
    expect(assessment.verdict.decision).toBe("block");
  });

  test("the polymorphic key is named, with the reason", () => {
    expect(found("polymorphic-foreign-key")).toMatchObject([
      { severity: "error", migration: "0008_add_foreign_keys", table: { name: "provenance" } },
    ]);
    const message = found("polymorphic-foreign-key")[0]?.message ?? "";
    for (const word of ["content_id", "content_type", "materials", "ai_response", "note_article", "creation_log", "generated"])
      expect(message).toContain(word);
  });

  test("the syntax error has its place and the right form", () => {
    expect(found("syntax-error")).toMatchObject([
      {
        evidence: "confirmed",
        place: { file: "migrations/0008_add_foreign_keys_fixed.sql", line: 5 },
        remedy: expect.stringContaining("DROP CONSTRAINT IF EXISTS"),
      },
    ]);
  });

  test("version 0008 is used twice", () => {
    expect(found("version-used-twice")).toMatchObject([{ message: expect.stringContaining("0008") }]);
  });

  test("a foreign key on users locks users, whatever the comment claims", () => {
    expect(found("foreign-key-locks-parent").map(({ table }) => table?.name)).toContain("users");
  });

  test("what the rollback destroys is told", () => {
    const destroyed = assessment.rehearsal?.rollback.destroys.join("; ") ?? "";
    for (const table of ["plugin_registry with 2 rows", "provenance", "ai_dialogue_log", "rag_metrics_history"])
      expect(destroyed).toContain(table);
    expect(comment).toContain("going back destroys");
  });

  test("what was created is counted", () => {
    const created = Object.fromEntries((assessment.rehearsal?.created ?? []).map(({ kind, names }) => [kind, names.length]));
    expect(created).toMatchObject({ tables: 4, types: 3 });
    expect(comment).toMatch(/4 tables/u);
    expect(comment).toMatch(/3 types/u);
  });

  test("nothing is said of the indexes on tables that the change itself creates", () => {
    expect(assessment.findings.filter(({ rule, migration }) => rule.includes("index") && migration?.startsWith("0007"))).toEqual(
      [],
    );
  });
});
