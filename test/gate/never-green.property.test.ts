import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateGate } from "../../src/gate/evaluate-gate.js";
import type { GateInput, Person, Requirement, Said } from "../../src/gate/gate-input.js";
import { OTHER, PLAN } from "./gate-facts.js";

/** Few people, plans and times, so that they meet often. */
const HOURS = 48;
const hour = (number: number) => new Date(Date.UTC(2026, 10, 1, number)).toISOString();
const time = fc.integer({ min: 0, max: 80 }).map(hour);
const id = fc.integer({ min: 1, max: 6 });

const person: fc.Arbitrary<Omit<Person, "id">> = fc.record({
  login: fc.constantFrom("ann", "ben", "cy", "dee"),
  kind: fc.constantFrom("user", "user", "user", "other"),
  permission: fc.constantFrom("none", "read", "write", "write", "admin", "admin", "unknown"),
  teams: fc.constantFrom<Person["teams"][]>({}, { "acme/owners": "member" }, { "acme/owners": "not-member" }),
});

const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "", "", "> ", "```\n", "\n"),
        fc.constantFrom("approve", "approve", "approve", "reject", "withdraw", "override", "defer"),
        fc.constantFrom(PLAN, PLAN.slice(0, 8), OTHER, "7c1f"),
        fc.constantFrom("", " fine", " until 2026-11-04 later", " I am the only maintainer"),
      )
      .map(([before, action, digest, after]) => `${before}/migration ${action} ${digest}${after}`),
  },
  { weight: 1, arbitrary: fc.string() },
);

const said: fc.Arbitrary<Said> = fc.oneof(
  fc
    .record({
      id: fc.nat(50),
      person: id,
      body,
      createdAt: time,
      edited: fc.constantFrom(false, false, true, "unknown" as const),
    })
    .map((each) => ({ ...each, by: "comment" as const, updatedAt: each.createdAt })),
  fc
    .record({
      id: fc.nat(50),
      person: id,
      verdict: fc.constantFrom("approve", "reject"),
      body: fc.constantFrom("", "no"),
      createdAt: time,
      digest: fc.constantFrom(PLAN, OTHER, null),
    })
    .map((each) => ({ ...each, by: "review" as const })),
);

const input: fc.Arbitrary<GateInput> = fc.record({
  digest: fc.constant(PLAN),
  decision: fc.constantFrom("hold", "hold", "hold", "pass", "block", "cannot-judge"),
  risk: fc.constant("high"),
  required: fc.integer({ min: 0, max: 3 }),
  requirements: fc.constantFrom<Requirement[][]>(
    [],
    [],
    [{ because: "a table is dropped", count: 1, from: ["dee"], writersOnly: false }],
    [{ because: "owners of a.sql", count: 1, from: ["acme/owners", "ben"], writersOnly: true }],
  ),
  reportedAt: fc.integer({ min: 0, max: 30 }).map(hour),
  otherDigests: fc.constantFrom([], [OTHER]),
  policy: fc.record({
    from: fc.constantFrom<string[][]>([], ["ann", "ben"], ["acme/owners"], ["ann"]),
    override: fc.constantFrom<string[][]>([], ["cy"]),
    self: fc.constantFrom("never", "sole-maintainer"),
    expiresHours: fc.constant(HOURS),
  }),
  change: fc.record({ author: id, contributors: fc.array(id, { maxLength: 1 }) }),
  agents: fc.constantFrom<string[][]>([], ["ben"]),
  people: fc
    .tuple(person, person, person, person, person, person)
    .map((all) => all.map((each, index): Person => ({ ...each, id: index + 1 }))),
  said: fc.array(said, { maxLength: 12 }),
  now: time,
});

/** Written apart from the machine: who has, on the newest word of theirs, a right and timely approval of this plan. */
function approvers({ said: all, people, change, policy, agents, reportedAt, now }: GateInput, from = policy.from): Set<number> {
  const found = new Set<number>();
  for (const someone of people) {
    const mine = change.author === someone.id || change.contributors.includes(someone.id);
    const canWrite = someone.permission === "write" || someone.permission === "admin";
    const known = canWrite || someone.permission === "read";
    const named = from.includes(someone.login) || (from.includes("acme/owners") && someone.teams["acme/owners"] === "member");
    const sole = policy.self === "sole-maintainer" && policy.from.join() === someone.login;
    if (someone.kind !== "user" || agents.includes(someone.login) || (mine && !sole)) continue;
    if (from.length === 0 ? !canWrite : !known || !named) continue;
    const valid = all.some((each) => {
      const age = Date.parse(now) - Date.parse(each.createdAt);
      if (each.person !== someone.id || each.createdAt <= reportedAt || age >= HOURS * 3_600_000) return false;
      if (each.by === "review")
        return each.verdict === "approve" && each.digest === PLAN && (!mine || /only maintainer/u.test(each.body));
      if (each.edited !== false || !each.body.startsWith("/migration approve 7c1f09e2")) return false;
      return !mine || each.body.includes("only maintainer");
    });
    if (valid) found.add(someone.id);
  }
  return found;
}

test("it opens a held change only with enough distinct people who may approve this plan", () => {
  let approved = 0;
  let demanding = 0;
  fc.assert(
    fc.property(input, (facts) => {
      const state = evaluateGate(facts);
      if (state.standing !== "approved") return;
      const able = approvers(facts);
      expect(able.size).toBeGreaterThanOrEqual(Math.max(1, facts.required));
      expect(facts.decision).toBe("hold");
      const distinct = new Set(state.approvals.map(({ person: by }) => by));
      expect(distinct.size).toBe(state.approvals.length);
      const others = facts.requirements.map((each) => approvers(facts, each.from));
      for (const [index, { count }] of facts.requirements.entries()) expect(others[index]?.size).toBeGreaterThanOrEqual(count);
      for (const each of distinct) expect([able, ...others].some((some) => some.has(each))).toBe(true);
      demanding += facts.requirements.length;
      approved++;
    }),
    { numRuns: 12_000 },
  );
  // A machine that never opens would hold the property too.
  expect(approved).toBeGreaterThan(3);
  expect(demanding).toBeGreaterThan(0);
});

test("open means passed, approved or overridden; nothing else, and never over an objection but by override", () => {
  fc.assert(
    fc.property(input, (facts) => {
      const state = evaluateGate(facts);
      expect(state.open).toBe(["passed", "approved", "overridden"].includes(state.standing));
      if (state.standing === "passed") expect(facts.decision).toBe("pass");
      if (state.open && state.override === null) expect([...state.rejections, ...state.deferrals]).toEqual([]);
      if (state.override !== null) expect(facts.policy.override).toContain(state.override.login);
    }),
    { numRuns: 2000 },
  );
});

test("the order in which GitHub lists things does not matter, and saying something twice adds nothing", () => {
  fc.assert(
    fc.property(input, (facts) => {
      const distinct = facts.said.map((each, index) => ({ ...each, id: index }));
      const state = evaluateGate({ ...facts, said: distinct });
      expect(evaluateGate({ ...facts, said: distinct.toReversed() })).toEqual(state);
      expect(evaluateGate({ ...facts, said: [...distinct, ...distinct] }).standing).toBe(state.standing);
    }),
    { numRuns: 1000 },
  );
});

test("no other plan's decisions open this one", () => {
  fc.assert(
    fc.property(input, (facts) => {
      const state = evaluateGate({ ...facts, digest: "9".repeat(64) });
      if (facts.decision === "hold") expect(state.open).toBe(false);
      expect(state.approvals).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("it never throws, whatever it is given", () => {
  const anything = fc.record({
    digest: fc.string(),
    decision: fc.constantFrom("hold", "pass"),
    risk: fc.constant("high"),
    required: fc.oneof(fc.double(), fc.integer()),
    requirements: fc.constant([]),
    reportedAt: fc.string(),
    otherDigests: fc.array(fc.string()),
    policy: fc.record({
      from: fc.array(fc.string()),
      override: fc.array(fc.string()),
      self: fc.constantFrom("never", "sole-maintainer"),
      expiresHours: fc.double(),
    }),
    change: fc.record({ author: fc.integer(), contributors: fc.array(fc.integer()) }),
    agents: fc.array(fc.string()),
    people: fc.array(
      fc.record({
        ...{ id: fc.integer(), login: fc.string() },
        kind: fc.constant("user"),
        permission: fc.constant("admin"),
        teams: fc.constant({}),
      }),
    ),
    said: fc.array(
      fc.record({
        by: fc.constant("comment"),
        id: fc.integer(),
        person: fc.integer(),
        body: fc.string({ unit: "binary" }),
        createdAt: fc.oneof(fc.string(), time),
        updatedAt: fc.string(),
        edited: fc.boolean(),
      }),
    ),
    now: fc.oneof(fc.string(), time),
  }) as fc.Arbitrary<GateInput>;
  fc.assert(
    fc.property(anything, (facts) => {
      expect(evaluateGate(facts).open).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
