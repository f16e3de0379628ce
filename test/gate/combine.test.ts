import { expect, test } from "vitest";
import { combinedDigest } from "../../src/gate/combined-digest.js";
import { byWorst, worstOf } from "../../src/gate/worst-of.js";
import { readRecord, recordLines } from "../../src/github/report-record.js";
import type { Decision, Risk } from "../../src/model/verdict.js";

const plan = (key: string, digit: string) => ({ key, digest: digit.repeat(64) });
const judged = (decision: Decision, risk: Risk, required = 0) => ({ decision, risk, required });

test("the digest of several is of the set: no order, no other key, no plan fewer or changed", () => {
  const both = combinedDigest([plan("orders", "a"), plan("billing", "b")]);
  expect(combinedDigest([plan("billing", "b"), plan("orders", "a")])).toBe(both);
  const others = [
    [plan("orders", "a")],
    [plan("orders", "a"), plan("billing", "c")],
    [plan("orders", "b"), plan("billing", "a")],
    [plan("orders", "a"), plan("bills", "b")],
    [],
  ];
  for (const other of others) expect(combinedDigest(other)).not.toBe(both);
  expect(combinedDigest([plan("orders", "a")])).not.toBe("a".repeat(64));
});

test.each([
  ["both pass", [judged("pass", "low"), judged("pass", "none")], judged("pass", "low")],
  ["one is held", [judged("pass", "low"), judged("hold", "high", 2)], judged("hold", "high", 2)],
  ["two ask different numbers", [judged("hold", "medium", 1), judged("hold", "critical", 3)], judged("hold", "critical", 3)],
  ["one that nobody may approve", [judged("hold", "medium", 0), judged("hold", "high", 2)], judged("hold", "high", 0)],
  ["one is blocked", [judged("hold", "critical", 2), judged("block", "high")], judged("block", "critical", 0)],
  ["one cannot be judged", [judged("block", "high"), judged("cannot-judge", "high")], judged("cannot-judge", "high", 0)],
  ["none is touched", [], judged("pass", "none")],
] as const)("the worst of several: %s", (_, parts, whole) => {
  expect(worstOf(parts)).toEqual(whole);
});

test("what cannot be judged comes first, what passes last", () => {
  const all = [judged("pass", "low"), judged("hold", "medium"), judged("cannot-judge", "high"), judged("hold", "high")];
  expect(all.toSorted(byWorst).map(({ decision, risk }) => `${decision} ${risk}`)).toEqual([
    "cannot-judge high",
    "hold high",
    "hold medium",
    "pass low",
  ]);
});

const DATABASES = [
  {
    ...plan("orders-eu/db.v2", "a"),
    ...judged("hold", "high", 2),
    major: 15,
    findings: ["0123456789abcdef"],
    hazards: ["data-loss"],
  },
  { ...plan("billing", "b"), ...judged("pass", "low"), major: 18, findings: [], hazards: [] },
];
const RECORD = {
  ...{ digest: combinedDigest(DATABASES), ...judged("hold", "high", 2), head: "c".repeat(40), since: "2026-11-21T10:00:00Z" },
  ...{ pushers: [12, 34], run: 7, several: true, databases: DATABASES },
};

test("a record of several databases is read as it was written, whatever stands above it", () => {
  expect(readRecord(`# Report\n\n${recordLines(RECORD)}\n`)).toEqual(RECORD);
  expect(readRecord(`# Report\r\n\r\n${recordLines(RECORD).replaceAll("\n", "\r\n")}\r\n`)).toEqual(RECORD);
  const none = { ...RECORD, ...judged("pass", "none"), digest: combinedDigest([]), databases: [] };
  expect(readRecord(recordLines(none))).toEqual(none);
});

test("a record of one database is written as it always was", () => {
  const [only] = DATABASES;
  if (only === undefined) throw new Error("no database");
  const alone = { ...RECORD, digest: only.digest, several: false, databases: [{ ...only, key: "" }] };
  expect(recordLines(alone)).toContain("record · v=2 ");
  expect(readRecord(recordLines(alone))).toEqual(alone);
});

test.each([
  ["a line was taken out", (text: string) => text.split("\n").slice(1).join("\n")],
  ["a line was added", (text: string) => `${text.split("\n")[0]}\n${text}`],
  [
    "a decision was changed",
    (text: string) => text.replace("decision=hold risk=high required=2 major", "decision=pass risk=high required=0 major"),
  ],
  ["a plan was changed", (text: string) => text.replace("b".repeat(64), "d".repeat(64))],
  ["the whole asks for fewer", (text: string) => text.replace("required=2 head", "required=1 head")],
])("a record whose parts and whole do not agree is none: %s", (_, change) => {
  const changed = change(recordLines(RECORD));
  expect(changed).not.toBe(recordLines(RECORD));
  expect(readRecord(changed)).toBeNull();
});
