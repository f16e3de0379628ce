import { describe, expect, test } from "vitest";
import { canonical, chain, firstBroken } from "../../src/gate/chain.js";
import { checkRecord, compareRecords, gateRecord } from "../../src/gate/gate-record.js";
import { duration, waitingOf } from "../../src/gate/waiting.js";
import { comment, facts, OTHER, people, REPORTED, review } from "./gate-facts.js";

const OF = { repository: "acme/shop", pullRequest: 7, key: "default" };
const { ann, ben, author, lead } = people;
const APPROVE = "/migration approve 7c1f09e2";
const at = (time: string) => ({ createdAt: `2026-11-21T${time}:00Z`, updatedAt: `2026-11-21T${time}:00Z` });

const said = [
  comment(author, APPROVE, at("10:10")),
  comment(ann, APPROVE, at("10:20")),
  comment(ann, `/migration approve ${OTHER}`, at("10:25")),
  review(ben, "approve", { createdAt: "2026-11-21T10:30:00Z" }),
  comment(lead, "looks fine to me", at("10:40")),
];

describe("the log", () => {
  test("tells who did what when under which plan, and why it does not count", () => {
    const { log } = gateRecord(OF, facts({ said }));
    expect(log.map(({ entry }) => [entry.at.slice(11, 16), entry.login, entry.action, entry.effective])).toEqual([
      ["10:00", "", "report", true],
      ["10:10", "author", "approve", false],
      ["10:20", "ann", "approve", true],
      ["10:25", "ann", "approve", false],
      ["10:30", "ben", "approve", true],
    ]);
    expect(log[1]?.entry.why).toContain("never decide on their own work");
    expect(log[3]?.entry.plan).toBe(OTHER);
  });

  test("what ends by time stays in its line and gets another", () => {
    const policy = { ...facts().policy, expiresHours: 6 };
    const before = gateRecord(OF, facts({ said, policy, now: "2026-11-21T16:19:59Z" })).log;
    const after = gateRecord(OF, facts({ said, policy, now: "2026-11-21T16:20:00Z" })).log;
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)?.entry).toMatchObject({ by: "clock", action: "end", login: "ann", at: "2026-11-21T16:20:00.000Z" });
  });

  test("a later word only adds lines", () => {
    const before = gateRecord(OF, facts({ said })).log;
    const more = [...said, comment(ann, "/migration withdraw 7c1f09e2", at("11:00"))];
    const after = gateRecord(OF, facts({ said: more })).log;
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
  });

  test("the order in which GitHub lists things does not matter", () => {
    expect(gateRecord(OF, facts({ said: said.toReversed() })).log).toEqual(gateRecord(OF, facts({ said })).log);
  });
});

describe("the chain", () => {
  const links = chain(OF, ["a", "b", "c"]);

  test.each([
    ["changed", links.map((link, index) => (index === 1 ? { ...link, entry: "x" } : link)), 1],
    ["dropped", links.filter((_, index) => index !== 1), 1],
    ["swapped", [links[0], links[2], links[1]].flatMap((link) => link ?? []), 1],
  ])("breaks where an entry was %s", (_, forged, position) => {
    expect(firstBroken(OF, forged)).toBe(position);
    expect(firstBroken(OF, links)).toBeNull();
  });

  test("is of one gate only", () => {
    expect(firstBroken({ ...OF, pullRequest: 8 }, links)).toBe(0);
  });

  test("one value has one text", () => {
    expect(canonical({ b: [1, { d: null, c: undefined }], a: "x" })).toBe('{"a":"x","b":[1,{"d":null}]}');
  });
});

describe("a record that was kept", () => {
  const record = gateRecord(OF, facts({ said }));

  test("follows from its own facts, also after a way through JSON", () => {
    expect(checkRecord(JSON.parse(JSON.stringify(record)))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a state made green", { state: { ...record.state, required: 1 } }, "state.required: recorded 1, replayed 2"],
    ["a fact taken away", { facts: { ...record.facts, said: said.slice(1) } }, "log[1]"],
    ["a log entry taken away", { log: record.log.slice(0, -1) }, "log[4]: recorded nothing"],
  ])("%s is found", (_, forged, where) => {
    expect(checkRecord({ ...record, ...forged }).join("\n")).toContain(where);
  });

  test("two evaluations are compared without their clocks", () => {
    expect(compareRecords(record, gateRecord(OF, facts({ said, now: "2026-11-21T18:05:00Z" })))).toEqual([]);
    const other = gateRecord(OF, facts({ said, required: 1 }));
    expect(compareRecords(record, other).join("\n")).toContain("facts.required: recorded 2, replayed 1");
  });
});

describe("waiting", () => {
  const wait = (more: Parameters<typeof facts>[0]) => {
    const input = facts(more);
    return waitingOf(gateRecord(OF, input).state, input.reportedAt, input.now);
  };

  test("ends with the approval that was still missing", () => {
    expect(wait({ said })).toEqual({ by: "people", minutes: 30 });
    expect(wait({ said, required: 1 })).toEqual({ by: "people", minutes: 20 });
    expect(wait({ said: [], now: "2026-11-21T12:00:00Z" })).toEqual({ by: "open", minutes: 120 });
    expect(wait({ decision: "pass", reportedAt: REPORTED })).toEqual({ by: "auto", minutes: 0 });
  });

  test.each([
    [0, "0 min"],
    [65, "1 h 5 min"],
    [120, "2 h"],
    [1440 * 3 + 240, "3 d 4 h"],
  ])("%i minutes are %s", (minutes, text) => {
    expect(duration(minutes)).toBe(text);
  });
});
