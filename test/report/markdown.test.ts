import { describe, expect, test } from "vitest";
import { blocked } from "../../fixtures/assessments/blocked.js";
import { cannotJudge } from "../../fixtures/assessments/cannot-judge.js";
import { held } from "../../fixtures/assessments/held.js";
import { manyFindings } from "../../fixtures/assessments/many-findings.js";
import { notRehearsed } from "../../fixtures/assessments/not-rehearsed.js";
import { safe } from "../../fixtures/assessments/safe.js";
import { markdown } from "../../src/report/markdown.js";
import { reportMarkerOf } from "../../src/report/marker.js";
import type { ReportOptions } from "../../src/report/reporter.js";

const options: ReportOptions = {
  color: false,
  width: 80,
  limit: 60_000,
  key: "db/migrations",
  fullReportUrl: "https://example.invalid/1",
};

describe("the comment", () => {
  test("is two lines below its marker when nothing was found and all is proven", () => {
    const lines = markdown.render(safe, options).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe("## ✅ Safe");
  });

  test("is never two lines when something went unexecuted or unproven", () => {
    const unexecuted = { ...safe, coverage: { ...safe.coverage, executed: 1 } };
    const gap = {
      ...safe,
      coverage: { ...safe.coverage, unseen: [{ what: "a DO block", why: "it is dynamic", place: null, blocking: true }] },
    };
    const unrehearsed = { ...safe, rehearsal: null };
    for (const assessment of [unexecuted, gap, unrehearsed])
      expect(markdown.render(assessment, options)).toContain("Evidence and limits");
    expect(markdown.render(unrehearsed, options).split("\n")[1]).toBe("## ✅ No hazard found · not rehearsed");
  });

  test("says in its second line that nothing was rehearsed", () => {
    expect(markdown.render(notRehearsed, options).split("\n")[1]).toContain("not rehearsed");
  });

  test("offers a command only where an approval helps, bound to the plan", () => {
    expect(markdown.render(held, options)).toContain("`/migration approve 7c1f09e2`");
    for (const assessment of [blocked, cannotJudge, safe])
      expect(markdown.render(assessment, options)).not.toContain("/migration approve");
  });

  test("draws the windows with the numbers of the table, and only when there are two", () => {
    const text = markdown.render(held, options);
    expect(text).toMatch(/section orders\n {2}2 UPDATE[^\n]*:crit, 1, 71900ms/u);
    expect(text).toContain("section customers");
    expect(markdown.render(cannotJudge, options)).not.toContain("mermaid");
  });

  test("folds a refuted alarm away and does not count it", () => {
    const text = markdown.render(held, options);
    expect(text).toContain("no rewrite happened");
    expect(text.indexOf("no rewrite happened")).toBeGreaterThan(text.indexOf("Evidence and limits"));
  });

  test("puts no link that is not one", () => {
    const text = markdown.render(held, { ...options, fullReportUrl: "javascript:alert(1)" });
    expect(text).not.toContain("javascript");
  });

  test("keeps the first part of its marker while the plan changes", () => {
    const other = { ...held, digest: "0".repeat(64) };
    for (const assessment of [held, other])
      expect(markdown.render(assessment, options).startsWith(reportMarkerOf("db/migrations"))).toBe(true);
  });
});

describe("a comment that does not fit", () => {
  const whole = markdown.render(manyFindings, { ...options, limit: null });

  test.each([60_000, 12_000, 6_000, 3_000, 700])(
    "stays below %i characters and says what it left out and where that is",
    (limit) => {
      const text = markdown.render(manyFindings, { ...options, limit });
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text.length).toBeLessThan(whole.length);
      expect(text).toMatch(/Left out: .+ The whole is in \[the full report\]\(https:\/\/example\.invalid\/1\)\./u);
      expect(text).toContain("Held · HIGH risk · 2 approvals needed");
    },
  );

  test("keeps the ten worst rows and counts the rest", () => {
    const text = markdown.render(manyFindings, options);
    expect(text.match(/^\| \d+ \| L\d+/gmu)).toHaveLength(10);
    expect(text).toContain("and 490 more statements, none worse than error: blocks writes.");
  });

  test("keeps verdict and decision to the end", () => {
    const text = markdown.render(manyFindings, { ...options, limit: 3_000 });
    expect(text).toContain("### Decide");
    expect(text).toContain("/migration approve 7c1f09e2");
  });

  test("is whole without a limit", () => {
    expect(whole).not.toContain("Left out");
    expect(whole.match(/^\| \d+ \| L\d+/gmu)).toHaveLength(500);
  });
});
