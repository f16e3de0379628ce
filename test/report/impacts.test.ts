import { expect, test } from "vitest";
import { html } from "../../src/report/html.js";
import { json } from "../../src/report/json.js";
import { markdown } from "../../src/report/markdown.js";
import { terminal } from "../../src/report/terminal.js";
import { estimatedTime } from "../../src/report/words/estimate.js";
import { everything } from "./everything.js";
import { readHtml } from "./html-reading.js";

const options = { color: false, width: 400, limit: null, key: "default", fullReportUrl: null };

test("each report tells the time with its range, whose rows, who waits, what it needs, and from what it was carried", () => {
  for (const text of [
    markdown.render(everything, options),
    terminal.render(everything, { ...options, width: 120 }).replace(/\s+/gu, " "),
    readHtml(html.render(everything, options)).text,
  ]) {
    expect(text).toContain("about 34 minutes");
    expect(text).toMatch(/20 to 55/u);
    expect(text).toContain("40 million rows of");
    expect(text).toMatch(/writers of `?orders`? wait, about 20,000 requests/u);
    expect(text).toContain("about 5 GB of free space and about 4 GB of write-ahead log");
    expect(text).toMatch(/812 ms at 200,000 rows here, factor 200, 4\.1 ms for 1,000 rows changed/u);
    expect(text).toContain("sizes of 2026-11-01 (taken 20 days ago)");
    expect(text).toMatch(/way back takes about 34 minutes/u);
  }
  expect(JSON.parse(json.render(everything, options))).toMatchObject({ impacts: [{ growth: "n log n", factor: 200 }, {}] });
});

test("without statistics no report speaks of an estimate", () => {
  const without = { ...everything, impacts: [] };
  for (const reporter of [markdown, terminal, html]) expect(reporter.render(without, options)).not.toContain("estimated");
});

test("times are coarse, and never more exact than the estimate", () => {
  const at = (likely: number) => estimatedTime({ low: likely / 2, likely, high: likely * 2 });
  expect(at(0.01)).toBe("well under a second");
  expect(at(0.4)).toBe("about 0.4 seconds (0.2 to 0.8)");
  expect(at(1)).toBe("about 1 second (0.5 to 2)");
  expect(at(1234)).toBe("about 21 minutes (10 to 41)");
  expect(at(20_000)).toBe("about 5.6 hours (2.8 to 11)");
});
