import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { rules } from "../../src/rules/index.js";
import type { Example } from "../../src/rules/rule.js";
import { majors } from "../postgres/servers.js";
import { expectFound } from "./expect-found.js";
import { judgeExample } from "./judge-example.js";

/** Files in src/rules that are no rules. */
const OTHER_FILES = new Set([
  "allows-more",
  "assigned-on-insert",
  "body-relations",
  "callers-of",
  "comes-back",
  "deleted-for-good",
  "dependents-of",
  "differences-of-table",
  "drop-reason",
  "duration-of",
  "effects-words",
  "generated-unfit",
  "history-words",
  "in-batches",
  "known-names",
  "known-rows",
  "known-share",
  "index",
  "lost-rows",
  "made-later",
  "moved-rows",
  "narrower-type",
  "needs-no-rows",
  "new-columns",
  "new-constraints",
  "new-names",
  "newer-rows",
  "missing",
  "polymorphic",
  "promise-place",
  "required-column",
  "rights",
  "rows-aimed-at",
  "rows-on-paper",
  "rule",
  "safe-steps",
  "sequence-users",
  "sql-text",
  "statement-of",
  "touched-objects",
  "trigger-body-refused",
  "trigger-filled",
  "unfit-policy",
  "unfit-trigger",
  "view-column-lost",
  "way-back-on-paper",
  "whole-table-filter",
  "world-gap",
]);

let server: Server;
beforeAll(async () => {
  ({ server } = await startEngine({
    choice: "auto",
    major: null,
    databaseUrl: null,
    signal: new AbortController().signal,
    log: () => undefined,
  }));
});
afterAll(() => server[Symbol.asyncDispose]());

describe("the registry", () => {
  test("holds every file of the folder, sorted, under the file's name", () => {
    const files = readdirSync("src/rules").map((file) => file.replace(/\.ts$/u, ""));
    expect(rules.map(({ id }) => id)).toEqual(files.filter((file) => !OTHER_FILES.has(file)).sort());
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s has words and examples", (_, rule) => {
    for (const words of [rule.title, rule.effect, rule.remedy, rule.source]) expect(words.trim()).not.toBe("");
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  // Where this machine has servers, fixes-*.proof.test.ts judges the same examples there.
  test.skipIf(majors.length > 0).each(rule.examples.bad.map((example) => [titleOf(example), example] as const))(
    "finds, and sees: %s",
    async (_, example) => expectFound(rule, (await judgeExample(rule, example, server)).findings),
  );

  test.each(rule.examples.good.map((example) => [titleOf(example), example] as const))("is silent on: %s", async (_, example) => {
    const { findings, rehearsal } = await judgeExample(rule, example, server);
    expect(findings.filter((finding) => finding.rule === id && finding.suppressed === null).map(summary)).toEqual([]);
    expect(rehearsal?.steps.filter(({ phase, error }) => phase === "up" && error !== null).map(({ error }) => error)).toEqual([]);
  });
});

function summary({ rule, evidence, message, proof }: Finding) {
  return { rule, evidence, message, proof };
}

function titleOf(example: Example): string {
  if (typeof example === "string") return example.slice(0, 100);
  if ("files" in example) return example.title ?? Object.keys(example.files).join(", ");
  return example.title ?? example.up.slice(0, 100);
}
