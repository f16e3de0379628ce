import { describe, expect, test } from "vitest";
import { blocked } from "../../fixtures/assessments/blocked.js";
import { cannotJudge } from "../../fixtures/assessments/cannot-judge.js";
import { held } from "../../fixtures/assessments/held.js";
import { manyFindings } from "../../fixtures/assessments/many-findings.js";
import { safe } from "../../fixtures/assessments/safe.js";
import { combine } from "../../src/gate/combine.js";
import type { Assessment } from "../../src/model/assessment.js";
import { markdown } from "../../src/report/markdown.js";
import { reportOf } from "../../src/report/report-of.js";
import { readHtml } from "./html-reading.js";

const OPTIONS = { color: false, width: 100, limit: null, fullReportUrl: "https://example.invalid/1" };
const of = (key: string, assessment: Assessment, touched = true) => ({ key, touched, assessment });
const MIXED = combine("default", [of("safe", safe), of("held", held), of("rest", safe, false), of("stuck", cannotJudge)]);

describe("several databases", () => {
  test("a database alone is told as it always was", () => {
    const alone = combine("db/migrations", [of("db/migrations", held)]);
    expect(alone.digest).toBe(held.digest);
    expect(reportOf("markdown", alone, OPTIONS)).toBe(markdown.render(held, { ...OPTIONS, key: "db/migrations" }));
  });

  test("the comment puts the worst first, asks once, and names no plan but that of the whole", () => {
    const text = reportOf("markdown", MIXED, OPTIONS);
    expect(text).toContain("## 🛑 Cannot judge: 1 of 3 touched databases");
    const places = ["| `stuck` |", "| `held` |", "| `safe` |", "| `rest` | ➖", "## 🛑 `stuck`", "## ⛔ `held`", "## ✅ `safe`"];
    const found = places.map((place) => text.indexOf(place));
    expect(found).toEqual(found.toSorted((left, right) => left - right));
    expect(found).not.toContain(-1);
    expect(text).not.toContain("✅ `rest`");
    for (const { digest } of [safe, held, cannotJudge]) expect(text).not.toContain(digest.slice(0, 8));
    expect(text).toContain(MIXED.digest.slice(0, 8));
  });

  test.each(["html", "terminal"] as const)("%s names no plan but that of the whole", (format) => {
    const text = reportOf(format, MIXED, { ...OPTIONS, limit: null });
    for (const { digest } of [safe, held, cannotJudge]) expect(text).not.toContain(digest.slice(0, 8));
    expect(text).toContain(`/migration approve ${MIXED.digest.slice(0, 8)}`);
  });

  test("room is shared: a long report does not take a short one's, and what is left out is said", () => {
    const long = combine("default", [of("a", manyFindings), of("b", manyFindings), of("c", held)]);
    const whole = reportOf("markdown", long, OPTIONS);
    const text = reportOf("markdown", long, { ...OPTIONS, limit: 30_000 });
    expect(whole.length).toBeGreaterThan(30_000);
    expect(text.length).toBeLessThanOrEqual(30_000);
    expect(text).toContain("Shortened to fit a comment");
    for (const key of ["a", "b", "c"]) expect(text).toContain(` \`${key}\` · `);
    const section = /## ⛔ `c`[\s\S]*?(?=\n### Decide|\n## )/u.exec(whole)?.[0] ?? "nothing";
    expect(text).toContain(section);
  });

  test("of more than fit, the worst stay and the others are counted", () => {
    const crowd = combine("default", [
      ...Array.from({ length: 200 }, (_, at) => of(`held-${at}`, held)),
      of("stuck", cannotJudge),
    ]);
    const text = reportOf("markdown", crowd, { ...OPTIONS, limit: 12_000 });
    expect(text.length).toBeLessThanOrEqual(12_000);
    expect(text).toContain("## 🛑 `stuck`");
    expect(text).toMatch(/the sections of \d+ more databases/u);
    expect(text).toContain("and 141 more databases");
  });

  test("the page holds each once, with one h1 and ids of its own", () => {
    const { tags, text } = readHtml(reportOf("html", MIXED, OPTIONS));
    const attributes = (name: string) =>
      tags.flatMap((tag) => tag.attributes.filter(([each]) => each === name).map(([, value]) => value));
    const ids = attributes("id");
    expect(new Set(ids).size).toBe(ids.length);
    for (const href of attributes("href")) expect(ids).toContain(href.slice(1));
    expect(tags.filter(({ name }) => name === "h1")).toHaveLength(1);
    expect(text).toContain("not touched by this change");
  });

  test("SARIF has a run and a category for each, JSON the whole and each by its key, GitLab no fingerprint twice", () => {
    const sarif = JSON.parse(reportOf("sarif", MIXED, OPTIONS));
    const categories = sarif.runs.map((run: { automationDetails: { id: string } }) => run.automationDetails.id);
    expect(categories).toEqual(["stuck", "held", "safe", "rest"].map((key) => `migration-gate/${key}/`));
    const json = JSON.parse(reportOf("json", MIXED, OPTIONS));
    expect(json.verdict.decision).toBe("cannot-judge");
    expect(json.databases.held.digest).toBe(held.digest);
    expect(json.databases.rest.touched).toBe(false);
    const twice = combine("default", [of("one", held), of("two", held)]);
    const prints = JSON.parse(reportOf("gitlab", twice, OPTIONS)).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(prints.length).toBeGreaterThan(0);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test("what no approval helps is worse than what one would open", () => {
    const { verdict, databases } = combine("default", [of("held", held), of("blocked", blocked)]);
    expect(verdict).toMatchObject({ decision: "block", approvals: { required: 0 } });
    expect(databases.map(({ key }) => key)).toEqual(["blocked", "held"]);
  });
});
