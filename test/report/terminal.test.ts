import { describe, expect, test } from "vitest";
import { script, within } from "../../fixtures/assessments/build.js";
import { held } from "../../fixtures/assessments/held.js";
import { scenarios } from "../../fixtures/assessments/index.js";
import { polymorphic } from "../../fixtures/assessments/polymorphic.js";
import type { ReportOptions } from "../../src/report/reporter.js";
import { displayWidth } from "../../src/report/terminal/display-width.js";
import { wrap } from "../../src/report/terminal/wrap.js";
import { terminal } from "../../src/report/terminal.js";

const options: ReportOptions = { color: false, width: 80, limit: null, key: "db", fullReportUrl: null };

describe("a terminal report", () => {
  test.each(Object.keys(scenarios))("%s says the same with color and without", (name) => {
    const assessment = scenarios[name] ?? held;
    const colored = terminal.render(assessment, { ...options, color: true });
    expect(colored).toContain("\u001b[");
    expect(colored.replace(/\p{Cc}\[[\d;]*m/gu, "")).toBe(terminal.render(assessment, options));
  });

  test.each([60, 80, 120])("keeps to %i columns, but for SQL to copy", (width) => {
    for (const assessment of Object.values(scenarios)) {
      const bare = { ...assessment, findings: assessment.findings.map((finding) => ({ ...finding, fix: null })) };
      for (const line of terminal.render(bare, { ...options, width }).split("\n"))
        expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  test("points at the words that are meant", () => {
    const text = terminal.render(polymorphic, { ...options, width: 120 });
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.includes("ADD CONSTRAINT IF NOT EXISTS provenance_acquired_by_fk FOREIGN"));
    const carets = lines[at + 1] ?? "";
    expect((lines[at] ?? "").slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("IF NOT EXISTS");
  });

  test("points at the right column behind wide letters", () => {
    const up = script("m", "m.sql", 'ALTER TABLE "注文" DROP COLUMN note;\n');
    const finding = { ...(held.findings[5] ?? fail()), place: within(up, 0, "DROP COLUMN note"), migration: "m", statement: 0 };
    const assessment = { ...held, migrations: [{ id: "m", up, down: null }], findings: [finding], rehearsal: null };
    const [line, carets] = terminal
      .render(assessment, options)
      .split("\n")
      .filter((each) => each.includes("│"));
    expect(displayWidth((line ?? "").split("DROP")[0] ?? "")).toBe((carets ?? "").indexOf("^"));
  });

  test("prints SQL that answers two findings once", () => {
    const fix = held.findings[3]?.fix ?? null;
    const twice = { ...held, findings: held.findings.map((finding) => ({ ...finding, fix })) };
    const text = terminal.render(twice, options);
    expect(text.split("CREATE INDEX CONCURRENTLY orders_fulfilment_idx").length - 1).toBe(1);
  });
});

describe("wrapping", () => {
  test.each([
    ["a bb ccc", 4, ["a bb", "ccc"]],
    ["abcdefgh ij", 4, ["abcd", "efgh", "ij"]],
    ["注文注文", 4, ["注文", "注文"]],
    ["", 4, [""]],
  ])("%j at %i", (text, width, lines) => expect(wrap(text, width)).toEqual(lines));
});

function fail(): never {
  throw new Error("finding is missing");
}
