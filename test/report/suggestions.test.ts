import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { held } from "../../fixtures/assessments/held.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Edit, Finding } from "../../src/model/finding.js";
import { type DiffLines, suggestions } from "../../src/report/suggestions.js";
import { hostileText } from "./hostile-text.js";
import { bareText, withoutFences } from "./markdown-reading.js";

const file = "db/migrations/0003.up.sql";
const text = "BEGIN;\nCREATE INDEX a ON orders (b); -- wanted by the search\nCOMMIT;\n";
const files = new Map([[file, text]]);
const whole: DiffLines = new Map([[file, [{ from: 1, to: 3 }]]]);
const at = (line: number, column: number, endLine: number, endColumn: number) => ({ file, line, column, endLine, endColumn });
const concurrently: Edit = { place: at(2, 13, 2, 13), replacement: " CONCURRENTLY" };

function withEdits(edits: readonly Edit[], given: Partial<Finding> = {}): Assessment {
  const [finding] = held.findings;
  if (finding === undefined) throw new Error("no finding");
  return { ...held, findings: [{ ...finding, fix: { sql: "x", edits, verified: true }, ...given }] };
}

describe("a fix as a review suggestion", () => {
  test("replaces whole lines, and keeps what else stands on them", () => {
    const [suggestion] = suggestions(withEdits([concurrently]), whole, files);
    expect(suggestion).toMatchObject({ path: file, startLine: 2, line: 2, finding: held.findings[0]?.id });
    expect(suggestion?.body).toContain("```suggestion\nCREATE INDEX CONCURRENTLY a ON orders (b); -- wanted by the search\n```");
    expect(suggestion?.body).toContain("Checked: it parses, was rehearsed");
  });

  test("joins several edits of one file", () => {
    const edits = [concurrently, { place: at(1, 1, 1, 7), replacement: "-- no transaction" }];
    const [suggestion] = suggestions(withEdits(edits), whole, files);
    expect(suggestion).toMatchObject({ startLine: 1, line: 2 });
    expect(suggestion?.body).toContain("suggestion\n-- no transaction\nCREATE INDEX CONCURRENTLY a");
  });

  test.each<[string, Assessment, DiffLines, ReadonlyMap<string, string>]>([
    ["a line that is not in the diff", withEdits([concurrently]), new Map([[file, [{ from: 3, to: 3 }]]]), files],
    [
      "lines of two hunks",
      withEdits([concurrently, { place: at(1, 1, 1, 7), replacement: "" }]),
      new Map([
        [
          file,
          [
            { from: 1, to: 1 },
            { from: 2, to: 3 },
          ],
        ],
      ]),
      files,
    ],
    ["a file whose text is not known", withEdits([concurrently]), whole, new Map()],
    ["a place that the file does not have", withEdits([{ place: at(2, 90, 2, 91), replacement: "x" }]), whole, files],
    [
      "edits over each other",
      withEdits([
        { place: at(2, 1, 2, 9), replacement: "x" },
        { place: at(2, 5, 2, 12), replacement: "y" },
      ]),
      whole,
      files,
    ],
    ["an edit that changes nothing", withEdits([{ place: at(2, 1, 2, 1), replacement: "" }]), whole, files],
    ["characters that nobody sees", withEdits([{ place: at(2, 1, 2, 1), replacement: "\u202e" }]), whole, files],
    ["a finding that was refuted", withEdits([concurrently], { evidence: "refuted" }), whole, files],
    ["a finding without edits", withEdits([]), whole, files],
  ])("is none for %s", (_, assessment, diff, texts) => {
    expect(suggestions(assessment, diff, texts)).toEqual([]);
  });

  test("lines are suggested once, and ten in all", () => {
    const [finding] = withEdits([concurrently]).findings;
    if (finding === undefined) throw new Error("no finding");
    const many = Array.from({ length: 30 }, (_, line) => ({
      ...finding,
      id: String(line),
      fix: { sql: "x", verified: false, edits: [{ place: at(1 + (line % 20), 1, 1 + (line % 20), 2), replacement: "y" }] },
    }));
    const longFile = new Map([[file, "x\n".repeat(30)]]);
    const made = suggestions({ ...held, findings: many }, new Map([[file, [{ from: 1, to: 30 }]]]), longFile);
    expect(made).toHaveLength(10);
    expect(new Set(made.map(({ line }) => line)).size).toBe(10);
  });

  test("nothing in names or SQL breaks out of its fence or mentions anybody", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (message, replacement) => {
        const line = replacement.replace(/[\r\n\u2028\u2029]/gu, " ");
        const assessment = withEdits([{ place: at(2, 1, 2, 1), replacement: line }], { message, rule: message, proof: message });
        for (const { body } of suggestions(assessment, whole, files)) {
          const outside = bareText(withoutFences(body));
          expect(outside).not.toMatch(/@|`|\p{Cf}/u);
          expect(new Set(outside.match(/<[^>]*>?/gu))).toEqual(new Set(["<sub>", "</sub>"]));
          expect(body).toContain(`suggestion\n${line}CREATE INDEX`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
