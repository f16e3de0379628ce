import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { ExampleRecord, FixRecord } from "../../src/model/rule-record.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { rules } from "../../src/rules/index.js";
import type { Example, Rule } from "../../src/rules/rule.js";
import { majors } from "../postgres/servers.js";
import { expectFound } from "./expect-found.js";
import { judgeExample } from "./judge-example.js";
import { recordOf, recordOfFix } from "./record-rule.js";
import { type Trial, tryFix } from "./try-fix.js";

/** `RECORD=1` writes down what the server did, for the docs; without it the test compares. */
const RECORD = process.env["RECORD"] === "1";

/** A fix for a lock has to show that the lock is gone; others have to run, and to leave their rule nothing to say. */
const MUST_SHOW: ReadonlySet<string> = new Set(["blocks-reads", "blocks-writes", "lock-then-work", "locks-rows-in-bulk"]);

/** Every example that must be found, judged on a server of that major, and every fix in place of its statement. */
export function proveFixes(major: number): void {
  describe.skipIf(!majors.includes(major))(`on PostgreSQL ${major}`, () => {
    let server: Server;
    beforeAll(async () => {
      const signal = new AbortController().signal;
      ({ server } = await startEngine({ choice: "local", major, databaseUrl: null, signal, log: () => undefined }));
    });
    afterAll(() => server[Symbol.asyncDispose]());

    test.each(shareOf(major).map((rule) => [rule.id, rule] as const))(
      "%s: what it finds is as recorded, its fixes hold",
      async (id, rule) => {
        const examples: ExampleRecord[] = [];
        for (const example of rule.examples.bad) examples.push(await tried(rule, example, server));
        if (RECORD) write(pathOf(id, major), examples);
        else expect(examples).toEqual(read(pathOf(id, major)));
      },
    );

    test.skipIf(RECORD)("nothing is recorded of rules that are gone", () => {
      const recorded = readdirSync(folderOf(major)).map((name) => name.replace(/\.json$/u, ""));
      expect(recorded.sort()).toEqual(rules.map(({ id }) => id));
    });
  });
}

/** Each rule on one of the servers, in turn; on all of them with `PROOF=all` or when they are written down. */
function shareOf(major: number): readonly Rule[] {
  const whole = RECORD || process.env["PROOF"] === "all";
  return whole ? rules : rules.filter((_, at) => at % majors.length === majors.indexOf(major));
}

async function tried(rule: Rule, example: Example, server: Server): Promise<ExampleRecord> {
  const bad = await judgeExample(rule, example, server);
  expectFound(rule, bad.findings);
  const fixes: FixRecord[] = [];
  for (const finding of bad.findings) {
    if (finding.rule !== rule.id || finding.fix === null || finding.evidence === "refuted") continue;
    const isSketch = finding.fix.role === "sketch";
    const trial = isSketch ? null : await tryFix(rule, example, { finding, fix: finding.fix, bad }, server);
    if (!isSketch) holds(finding, trial);
    fixes.push(recordOfFix(finding, trial));
  }
  return recordOf(rule, bad, fixes);
}

function holds(finding: Finding, trial: Trial | null): void {
  const what = finding.fix?.sql ?? "";
  expect(trial, `nowhere to put: ${what}`).not.toBeNull();
  if (trial === null) return;
  expect(trial.refused, what).toBeNull();
  expect(trial.found, what).toEqual([]);
  expect(trial.newErrors, what).toEqual([]);
  if (finding.fix?.differs === undefined) expect(trial.differs ?? [], what).toEqual([]);
  if (MUST_SHOW.has(finding.hazard)) expect(trial.less, what).not.toBeNull();
}

function folderOf(major: number): string {
  return `test/rules/recorded/${major}`;
}

function pathOf(id: string, major: number): string {
  return `${folderOf(major)}/${id}.json`;
}

function read(path: string): readonly ExampleRecord[] | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as readonly ExampleRecord[]) : null;
}

function write(path: string, examples: readonly ExampleRecord[]): void {
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  writeFileSync(path, `${JSON.stringify(examples, null, 2)}\n`);
}
