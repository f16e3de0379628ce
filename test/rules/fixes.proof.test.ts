import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import type { ExampleRecord, FixRecord, RuleRecord } from "../../src/model/rule-record.js";
import { rules } from "../../src/rules/index.js";
import type { Example, Rule } from "../../src/rules/rule.js";
import { majors } from "../postgres/servers.js";
import { judgeExample } from "./judge-example.js";
import { recordOf, recordOfFix } from "./record-rule.js";
import { type Trial, tryFix } from "./try-fix.js";

/** The docs show these two; `RECORD=1` writes what the servers did, and without it the test compares. */
const PROVEN = [15, 18].filter((major) => majors.includes(major));
const RECORD = process.env["RECORD"] === "1";
const FOLDER = "test/rules/recorded";

/** A fix for a lock has to show that the lock is gone; others have to run, and to leave their rule nothing to say. */
const MUST_SHOW: ReadonlySet<string> = new Set(["blocks-reads", "blocks-writes", "lock-then-work", "locks-rows-in-bulk"]);

describe.each(PROVEN)("on PostgreSQL %i", (major) => {
  let server: Server;
  beforeAll(async () => {
    const signal = new AbortController().signal;
    ({ server } = await startEngine({ choice: "local", major, databaseUrl: null, signal, log: () => undefined }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(rules.map((rule) => [rule.id, rule] as const))("what %s finds is recorded, and its fixes hold", async (id, rule) => {
    const examples: ExampleRecord[] = [];
    for (const example of rule.examples.bad) examples.push(await tried(rule, example, server));
    if (RECORD) write(id, major, examples);
    else expect(examples).toEqual(read(id).majors[String(major)]);
  });
});

async function tried(rule: Rule, example: Example, server: Server): Promise<ExampleRecord> {
  const bad = await judgeExample(rule, example, server);
  const fixes: FixRecord[] = [];
  for (const finding of bad.findings) {
    if (finding.rule !== rule.id || finding.fix === null || finding.evidence === "refuted") continue;
    const trial = finding.fix.role === "sketch" ? null : await tryFix(rule, example, { finding, fix: finding.fix, bad }, server);
    if (finding.fix.role !== "sketch") holds(finding, trial);
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

function read(id: string): RuleRecord {
  const path = `${FOLDER}/${id}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as RuleRecord) : { majors: {} };
}

function write(id: string, major: number, examples: readonly ExampleRecord[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const majorsNow = { ...read(id).majors, [major]: examples };
  writeFileSync(`${FOLDER}/${id}.json`, `${JSON.stringify({ majors: majorsNow }, null, 2)}\n`);
}
