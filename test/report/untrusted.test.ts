import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../fixtures/assessments/index.js";
import type { Assessment } from "../../src/model/assessment.js";
import { annotations } from "../../src/report/annotations.js";
import { json } from "../../src/report/json.js";
import { markdown } from "../../src/report/markdown.js";
import type { ReportOptions } from "../../src/report/reporter.js";
import { terminal } from "../../src/report/terminal.js";
import { hostileText } from "./hostile-text.js";
import { bareText, withoutFences } from "./markdown-reading.js";
import { poison } from "./poison.js";

const options: ReportOptions = { color: false, width: 80, limit: 60_000, key: "db", fullReportUrl: null };
const { "many-findings": _tooMany, ...small } = scenarios;

function everyReport(check: (assessment: Assessment) => void): void {
  const poisoned = fc.tuple(
    fc.constantFrom(...Object.keys(small)),
    fc.array(hostileText, { minLength: 1, maxLength: 40 }),
    hostileText,
  );
  fc.assert(
    fc.property(poisoned, ([name, texts, other]) => {
      let at = 0;
      check(poison(scenarios[name] ?? fail(), () => texts[at++ % texts.length] ?? other));
    }),
    { numRuns: 300 },
  );
}

describe("text of a change inside a whole report", () => {
  test("the comment has one marker, on its first line", () => {
    fc.assert(
      fc.property(hostileText, (key) => {
        const text = markdown.render(
          poison(small["held"] ?? fail(), () => key),
          { ...options, key },
        );
        expect(text.match(/<!--\s*migration-gate/giu)).toHaveLength(1);
        expect(text.split("\n")[0]).toMatch(/^<!-- migration-gate report · key=[^\s>]* · digest=[0-9a-f]{12} -->$/u);
      }),
      { numRuns: 300 },
    );
  });

  test("the comment has our tags only, no mention, and tables whose rows all have the cells of their head", () => {
    everyReport((assessment) => {
      const text = withoutFences(markdown.render(assessment, options).split("\n").slice(1).join("\n"));
      const bare = bareText(text);
      const tags = new Set(bare.match(/<[^>]*>?/gu) ?? []);
      for (const tag of tags) expect(TAGS).toContain(tag);
      expect(bare).not.toMatch(/@|`|\p{Cf}/u);
      for (const table of text.split(/\n(?!\|)/u).map((part) => part.split("\n").filter((line) => line.startsWith("|")))) {
        const cells = new Set(table.map((line) => line.split("|").length));
        expect(cells.size).toBeLessThanOrEqual(1);
      }
      expect(count(bare, "<details")).toBe(count(bare, "</details>"));
    });
  });

  test("a terminal gets no control character but line feeds", () => {
    everyReport((assessment) =>
      expect(terminal.render(assessment, options)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u),
    );
  });

  test("JSON parses back, and hides nothing from a person who reads it", () => {
    everyReport((assessment) => {
      const text = json.render(assessment, options);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const parsed: unknown = JSON.parse(text);
      expect(parsed).toMatchObject({ findings: assessment.findings.map(({ message }) => ({ message })) });
    });
  });

  test("annotation titles are one line", () => {
    everyReport((assessment) => {
      for (const { title, message } of annotations(assessment)) {
        expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(message).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u);
      }
    });
  });
});

const TAGS = ["<details>", "<details open>", "</details>", "<summary>", "</summary>", "<b>", "</b>", "<br>", "<sub>", "</sub>"];

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function fail(): never {
  throw new Error("scenario is missing");
}
