import { beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { gitlab } from "../../src/report/gitlab.js";
import { html } from "../../src/report/html.js";
import { sarif } from "../../src/report/sarif.js";
import { judgeScenario } from "../scenarios/judge-scenario.js";
import { readHtml } from "./html-reading.js";

const options = { color: false, width: 80, limit: null, key: "default", fullReportUrl: null };
let assessment: Assessment;

beforeAll(async () => {
  assessment = await judgeScenario("learning-platform", "pglite");
}, 120_000);

test("a real change: every finding that counts is in each report", () => {
  const open = assessment.findings.filter(({ evidence, suppressed }) => evidence !== "refuted" && suppressed === null);
  expect(open.length).toBeGreaterThan(3);
  const page = readHtml(html.render(assessment, options)).text;
  const results = JSON.parse(sarif.render(assessment, options)) as { runs: [{ results: { ruleId: string }[] }] };
  const issues = JSON.parse(gitlab.render(assessment, options)) as { check_name: string }[];
  const rules = open.map(({ rule }) => rule).sort();
  expect(
    issues
      .map(({ check_name }) => check_name)
      .filter((rule) => rule !== "not-seen")
      .sort(),
  ).toEqual(rules);
  for (const rule of rules) {
    expect(page).toContain(`migration-gate explain ${rule}`);
    expect(results.runs[0].results.map(({ ruleId }) => ruleId)).toContain(rule);
  }
});

test("a real change: every table that others wait for has its lane, and every statement its row", () => {
  const page = readHtml(html.render(assessment, options)).text;
  const waited = assessment.rehearsal?.steps.filter(({ phase }) => phase === "up").flatMap(({ blocks }) => blocks) ?? [];
  for (const { relation } of waited) expect(page).toContain(relation.replace(/^public\./u, ""));
  for (const { up } of assessment.migrations) expect(page).toContain(`${up.statements.length} statement`);
});
