import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../fixtures/assessments/index.js";
import { annotations } from "../../src/report/annotations.js";
import { reporterById } from "../../src/report/index.js";
import type { ReportOptions } from "../../src/report/reporter.js";

const folder = "fixtures/assessments/expected";
const options: ReportOptions = {
  color: false,
  width: 80,
  limit: 60_000,
  key: "db/migrations",
  fullReportUrl: "https://example.invalid/runs/1",
};

/** Too long to read as a golden; its Markdown is kept, and the tiers have tests of their own. */
const MARKDOWN_ONLY = new Set(["many-findings"]);

describe("what a reader sees", () => {
  for (const [name, assessment] of Object.entries(scenarios)) {
    for (const [id, extension] of [
      ["markdown", "md"],
      ["terminal", "txt"],
      ["json", "json"],
    ] as const) {
      if (id !== "markdown" && MARKDOWN_ONLY.has(name)) continue;
      test(`${name} as ${id}`, async () => {
        const text = reporterById(id)?.render(assessment, options) ?? "";
        await expect(text).toMatchFileSnapshot(`../../${folder}/${name}.${extension}`);
      });
    }
    test(`${name} as annotations`, async () => {
      const text = `${JSON.stringify(annotations(assessment), null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(`../../${folder}/${name}.annotations.json`);
    });
  }

  test("no golden is left without its scenario", () => {
    const named = readdirSync(folder).map((file) => file.split(".")[0] ?? "");
    expect([...new Set(named)].sort()).toEqual(Object.keys(scenarios).sort());
  });
});
