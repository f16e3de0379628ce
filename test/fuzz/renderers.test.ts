import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../fixtures/assessments/index.js";
import type { Assessment } from "../../src/model/assessment.js";
import { annotations } from "../../src/report/annotations.js";
import { actionsLog } from "../../src/report/escape/actions-log.js";
import { reporters } from "../../src/report/index.js";
import { markdown } from "../../src/report/markdown.js";
import { masked } from "../../src/secrets/masked.js";
import { deepPoison } from "../report/deep-poison.js";
import { hostileText } from "../report/hostile-text.js";
import { readHtml } from "../report/html-reading.js";
import { holds } from "./holds.js";

const options = { color: false, width: 80, limit: 60_000, key: "db", fullReportUrl: null };
const { "many-findings": _tooMany, ...small } = scenarios;
const all = Object.values(small);

/** Every text of an assessment replaced by hostile ones, every name and message at once. */
const poisoned: fc.Arbitrary<Assessment> = fc
  .tuple(fc.constantFrom(...all), fc.array(hostileText, { minLength: 1, maxLength: 30 }))
  .map(([assessment, texts]) => {
    let at = 0;
    const hostile = deepPoison(assessment, () => `${texts[at++ % texts.length]}${at}`);
    // Its maker and the kinds of what was made are words of ours.
    const { rehearsal } = hostile;
    const created = rehearsal?.created.map((each, index) => ({
      ...each,
      kind: assessment.rehearsal?.created[index]?.kind ?? "",
    }));
    return { ...hostile, tool: assessment.tool, rehearsal: rehearsal === null ? null : { ...rehearsal, created: created ?? [] } };
  });

describe("every report of a hostile change", () => {
  holds(
    "comes to an end, within its limit, and parses where a program reads it",
    [poisoned],
    (assessment) => {
      for (const reporter of reporters) {
        const text = reporter.render(assessment, options);
        expect(text).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u);
        if (["json", "sarif", "gitlab"].includes(reporter.id)) JSON.parse(text);
        if (reporter.id === "markdown") expect(text.length).toBeLessThanOrEqual(options.limit);
        if (reporter.id === "html") expect(readHtml(text).text).not.toBe("");
      }
    },
    0.1,
  );

  holds(
    "says nothing to a runner, an annotation included",
    [poisoned],
    (assessment) => {
      for (const { message, title } of annotations(assessment)) {
        expect(actionsLog(message)).not.toMatch(/^\s*::\w|##\[/mu);
        expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
    },
    0.2,
  );

  holds(
    "is the same with its secrets hidden twice, and keeps the shape of its parts",
    [poisoned],
    (assessment) => {
      const once = masked(assessment, { values: false });
      expect(masked(once, { values: false })).toEqual(once);
      expect(once.findings.map(({ place }) => place.line)).toEqual(assessment.findings.map(({ place }) => place.line));
      expect(once.verdict.decision).toBe(assessment.verdict.decision);
    },
    0.2,
  );
});

holds("no line of a log begins with a command to the runner", [hostileText], (text) => {
  expect(actionsLog(text)).not.toMatch(/(?:^|[\n\r\u2028\u2029])\s*::|##\[/u);
});

test.each(["a", "`", "\u202e", "::error::x\n"])("a megabyte of %j in every place still gives reports", (unit) => {
  const long = unit.repeat(1_000_000 / unit.length);
  const [first] = all;
  if (first === undefined) throw new Error("there is no scenario");
  const huge = { ...first, subject: long, findings: first.findings.map((finding) => ({ ...finding, message: long })) };
  expect(markdown.render(huge, options).length).toBeLessThanOrEqual(options.limit);
  for (const reporter of reporters) expect(reporter.render(huge, options)).not.toBe("");
});
