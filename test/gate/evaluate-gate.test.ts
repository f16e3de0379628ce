import { describe, expect, test } from "vitest";
import { evaluateGate } from "../../src/gate/evaluate-gate.js";
import type { GateInput, Said } from "../../src/gate/gate-input.js";
import { comment, facts, OTHER, PLAN, people, person, REPORTED, review, TWIN } from "./gate-facts.js";

const { author, ann, ben, reader, bot, second, lead } = people;
const APPROVE = "/migration approve 7c1f09e2";
const at = (time: string) => ({ createdAt: time, updatedAt: time });

function judge(said: readonly Said[], more: Partial<GateInput> = {}) {
  return evaluateGate(facts({ said, ...more }));
}

describe("approvals", () => {
  test("two people open a change that needs two", () => {
    const one = judge([comment(ann, APPROVE)]);
    expect(one).toMatchObject({ standing: "waiting", open: false, missing: 1 });
    expect(one.nextStep).toContain("1 more person");
    const two = judge([comment(ann, APPROVE), comment(ben, `/migration approve ${PLAN} looks right`)]);
    expect(two).toMatchObject({ standing: "approved", open: true, missing: 0 });
    expect(two.approvals.map(({ login }) => login)).toEqual(["ann", "ben"]);
  });

  test("one person has one vote, however often and by whatever way they give it", () => {
    const state = judge([comment(ann, APPROVE), comment(ann, APPROVE), review(ann, "approve")]);
    expect(state).toMatchObject({ open: false, missing: 1 });
  });

  test("a policy that asks nobody to approve lets nobody approve", () => {
    const state = judge([comment(ann, APPROVE)], { required: 0 });
    expect(state).toMatchObject({ standing: "waiting", open: false });
    expect(state.nextStep).toContain("Change the files");
  });

  test("a review counts by the plan at the commit that was reviewed", () => {
    const good = judge([review(ann, "approve"), review(ben, "approve")]);
    expect(good.open).toBe(true);
    const stale = judge([review(ann, "approve"), review(ben, "approve", { digest: OTHER })]);
    expect(stale.open).toBe(false);
    expect(stale.ignored).toMatchObject([{ login: "ben", code: "other-plan" }]);
    expect(judge([review(ann, "approve"), review(ben, "approve", { digest: null })]).open).toBe(false);
  });

  test("the next change by time alone is the first approval's end", () => {
    const state = judge([comment(ann, APPROVE, at("2026-11-21T11:00:00Z")), comment(ben, APPROVE, at("2026-11-21T12:00:00Z"))], {
      policy: { from: [], override: [], self: "never", expiresHours: 24 },
    });
    expect(state.changesAt).toBe("2026-11-22T11:00:00.000Z");
  });
});

describe("what does not count, and why", () => {
  const rows: readonly [string, Said, string, Partial<GateInput>?][] = [
    ["a comment edited after it was written", comment(ann, APPROVE, { edited: true }), "edited"],
    ["an edit that only the times betray", comment(ann, APPROVE, { updatedAt: "2026-11-21T17:00:00Z" }), "edited"],
    ["a comment of which GitHub does not tell whether it was edited", comment(ann, APPROVE, { edited: "unknown" }), "edited"],
    ["a quoted command", comment(ann, `> ${APPROVE}\n\nshould I?`), "not-first-line"],
    ["a command in a fence", comment(ann, `\`\`\`\n${APPROVE}\n\`\`\``), "not-first-line"],
    ["a command in code", comment(ann, `\`${APPROVE}\``), "not-first-line"],
    ["a command inside an HTML comment", comment(ann, `<!--\n${APPROVE}\n-->`), "not-first-line"],
    ["a command opened by an HTML comment on its line", comment(ann, `<!-- ${APPROVE} -->`), "not-first-line"],
    ["a command on the second line", comment(ann, `Fine.\n${APPROVE}`), "not-first-line"],
    ["an indented command, which is code", comment(ann, `    ${APPROVE}`), "not-first-line"],
    ["a command that hides a comment", comment(ann, `${APPROVE} <!-- not really -->`), "malformed"],
    ["a command with a bidirectional mark", comment(ann, `${APPROVE} \u202efdp`), "malformed"],
    ["a digest with a zero-width space", comment(ann, "/migration approve 7c1f\u200b09e2"), "malformed"],
    ["no digest", comment(ann, "/migration approve"), "malformed"],
    ["a short digest", comment(ann, "/migration approve 7c1f09e"), "malformed"],
    ["a word for a digest", comment(ann, "/migration approve everything"), "malformed"],
    ["an unknown action", comment(ann, "/migration aprove 7c1f09e2"), "malformed"],
    ["a shouted command", comment(ann, "/MIGRATION approve 7c1f09e2"), "malformed"],
    ["another plan", comment(ann, `/migration approve ${OTHER.slice(0, 12)}`), "other-plan"],
    ["a digest longer than the plan's", comment(ann, `/migration approve ${PLAN}0`), "malformed"],
    ["a digest that fits two gates", comment(ann, "/migration approve 7c1f09e2b"), "ambiguous", { otherDigests: [TWIN] }],
    ["the plan of another gate", comment(ann, `/migration approve ${OTHER}`), "other-gate", { otherDigests: [OTHER] }],
    ["an approval before the report", comment(ann, APPROVE, at("2026-11-21T09:59:59Z")), "before-report"],
    ["an approval in the second of the report", comment(ann, APPROVE, at(REPORTED)), "before-report"],
    ["a time that cannot be read", comment(ann, APPROVE, at("soon")), "before-report"],
    ["the author", comment(author, APPROVE), "own-work"],
    ["the author's other account, seen in the commits", comment(second, APPROVE), "own-work"],
    ["a bot with every right", comment(bot, APPROVE), "not-a-person"],
    ["a stranger", comment(reader, APPROVE), "not-eligible"],
    ["somebody of whom nothing is known", comment(person(99, "ghost"), APPROVE), "cannot-tell"],
    [
      "a writer who is not on the list",
      comment(lead, APPROVE),
      "not-eligible",
      { policy: { from: ["acme/db-owners"], override: [], self: "never", expiresHours: 336 } },
    ],
    [
      "a team that the token cannot read",
      comment(ann, APPROVE),
      "cannot-tell",
      { policy: { from: ["acme/others"], override: [], self: "never", expiresHours: 336 } },
    ],
    ["an override by somebody not named for it", comment(lead, "/migration override 7c1f09e2 site is down"), "not-eligible"],
    ["a rejection without a reason", comment(ann, "/migration reject 7c1f09e2"), "incomplete"],
    ["a deferral without a date", comment(ann, "/migration defer 7c1f09e2 after the sale"), "incomplete"],
    ["a deferral to no day of the calendar", comment(ann, "/migration defer 7c1f09e2 until 2026-02-30 later"), "incomplete"],
    ["a deferral for years", comment(ann, "/migration defer 7c1f09e2 until 2029-01-01 later"), "incomplete"],
    ["asking for a rehearsal", comment(ann, "/migration rehearse 7c1f09e2"), "no-decision"],
    ["asking why", comment(ann, "/migration explain 7c1f09e2"), "no-decision"],
  ];
  test.each(rows)("%s", (_, said, code, more) => {
    const input = facts({ required: 1, ...more, said: [said] });
    const state = evaluateGate({ ...input, people: input.people.filter(({ id }) => id !== 99) });
    expect(state).toMatchObject({ standing: "waiting", open: false, approvals: [] });
    expect(state.ignored.map((each) => each.code)).toEqual([code]);
    expect(state.ignored[0]?.why.length).toBeGreaterThan(10);
  });

  test("talk that is no command is not mentioned", () => {
    const talk = ["LGTM", "see /migration-notes/readme", "/migrations approve", "I would /migration approve this", ""];
    expect(judge(talk.map((body) => comment(ann, body))).ignored).toEqual([]);
  });

  test("what does not count does not stop a later word that does", () => {
    const said = [comment(ann, "/migration approve 00000000"), comment(ann, APPROVE, { edited: true }), comment(ann, APPROVE)];
    expect(judge(said, { required: 1 }).open).toBe(true);
  });

  test("a comment of a megabyte of white space is read quickly enough to be read at all", () => {
    expect(judge([comment(ann, `${"\n ".repeat(500_000)}${APPROVE}`)]).ignored).toHaveLength(1);
  });
});

describe("who may", () => {
  const policy = { override: [], self: "never", expiresHours: 336 } as const;

  test("users and teams are named without regard to case or a leading @", () => {
    const from = ["@Lead", "ACME/DB-Owners"];
    expect(judge([comment(ann, APPROVE), comment(lead, APPROVE)], { policy: { ...policy, from } }).open).toBe(true);
  });

  test("an unreadable team is told as what it is", () => {
    const state = judge([comment(ann, APPROVE)], { policy: { ...policy, from: ["acme/secret"] } });
    expect(state.ignored[0]?.why).toContain("`GITHUB_TOKEN` never can");
    expect(state.ignored[0]?.why).toContain("acme/secret");
  });

  test("somebody who lost access no longer counts, though listed", () => {
    const gone = { ...ann, permission: "none" } as const;
    const state = judge([comment(ann, APPROVE)], { policy: { ...policy, from: ["ann"] }, people: [gone], required: 1 });
    expect(state.open).toBe(false);
  });

  test("who objects needs no readable team where write access is proven", () => {
    const from = ["ann", "acme/secret"];
    const state = judge([comment(ann, APPROVE), comment(ben, "/migration reject 7c1f09e2 it locks orders")], {
      policy: { ...policy, from },
      required: 1,
    });
    expect(state).toMatchObject({ standing: "sent-back", open: false });
  });

  test("a declared sole maintainer may approve own work, saying so", () => {
    const sole = { policy: { ...policy, from: ["author"], self: "sole-maintainer" }, required: 1 } as const;
    expect(judge([comment(author, APPROVE)], sole).open).toBe(false);
    const state = judge([comment(author, `${APPROVE} I am the only maintainer`)], sole);
    expect(state).toMatchObject({ open: true, approvals: [{ own: true }] });
  });

  test("two names in the list make nobody the sole maintainer", () => {
    const two = { policy: { ...policy, from: ["author", "ann"], self: "sole-maintainer" }, required: 1 } as const;
    expect(judge([comment(author, `${APPROVE} I am the only maintainer`)], two).open).toBe(false);
  });
});

describe("objections", () => {
  const both = [comment(ann, APPROVE), comment(ben, APPROVE)];

  test("a rejection holds, whatever others approve", () => {
    const state = judge([...both, comment(lead, "/migration reject 7c1f09e2 it drops a column")]);
    expect(state).toMatchObject({ standing: "sent-back", open: false, rejections: [{ reason: "it drops a column" }] });
  });

  test("it holds even where the verdict passes", () => {
    const state = judge([comment(lead, "/migration reject 7c1f09e2 not this week")], { decision: "pass", required: 0 });
    expect(state).toMatchObject({ standing: "sent-back", open: false });
  });

  test("only who gave it takes it back", () => {
    const rejected = [...both, comment(lead, "/migration reject 7c1f09e2 wrong")];
    expect(judge([...rejected, comment(ann, "/migration withdraw 7c1f09e2")]).standing).toBe("sent-back");
    expect(judge([...rejected, comment(lead, "/migration withdraw 7c1f09e2")]).open).toBe(true);
  });

  test("it ends with a new plan", () => {
    expect(judge([...both, comment(lead, `/migration reject ${OTHER} wrong`)]).open).toBe(true);
  });

  test("it holds though it is older than the report of the same plan", () => {
    const early = comment(lead, "/migration reject 7c1f09e2 wrong", at("2026-11-20T10:00:00Z"));
    expect(judge([early, ...both]).standing).toBe("sent-back");
  });

  test("an approval that was withdrawn is not revived by the rejection that followed it being withdrawn", () => {
    const said = [
      comment(ann, APPROVE),
      comment(ann, "/migration reject 7c1f09e2 wait"),
      comment(ann, "/migration withdraw 7c1f09e2"),
    ];
    expect(judge(said, { required: 1 })).toMatchObject({ standing: "waiting", approvals: [] });
  });

  test("requested changes are a rejection, with a reason", () => {
    expect(judge([...both, review(lead, "reject", { body: "why text?" })]).standing).toBe("sent-back");
    expect(judge([...both, review(lead, "reject", { body: " " })]).ignored).toMatchObject([{ code: "incomplete" }]);
  });

  test("a dismissed review ends the approval before it, and no rejection", () => {
    const early = { createdAt: "2026-11-21T11:00:00Z", updatedAt: "2026-11-21T11:00:00Z" };
    const dismissed = review(ann, "dismissed", { createdAt: "2026-11-21T12:00:00Z", digest: null });
    expect(judge([comment(ann, APPROVE, early), dismissed], { required: 1 })).toMatchObject({ open: false, approvals: [] });
    const rejected = comment(ann, "/migration reject 7c1f09e2 wrong", early);
    expect(judge([rejected, dismissed, ...both.slice(1)], { required: 1 }).standing).toBe("sent-back");
  });

  test("a deferral holds until its day", () => {
    const said = [...both, comment(lead, "/migration defer 7c1f09e2 until 2026-12-01 after the sale")];
    expect(judge(said)).toMatchObject({ standing: "deferred", open: false, deferrals: [{ until: "2026-12-01T00:00:00.000Z" }] });
    expect(judge(said, { now: "2026-11-30T23:59:59Z" }).standing).toBe("deferred");
    expect(judge(said, { now: "2026-12-01T00:00:00Z" }).standing).toBe("approved");
  });
});

describe("time", () => {
  const policy = { from: [], override: ["lead"], self: "never", expiresHours: 24 } as const;
  const said = [comment(ann, APPROVE, at("2026-11-21T12:00:00Z")), comment(ben, APPROVE, at("2026-11-21T13:00:00Z"))];

  test.each([
    ["2026-11-22T11:59:59Z", "approved", 0],
    ["2026-11-22T12:00:00Z", "expired", 1],
    ["2026-11-22T13:00:00Z", "expired", 2],
  ])("at %s it is %s", (now, standing, missing) => {
    expect(judge(said, { policy, now })).toMatchObject({ standing, missing, open: standing === "approved" });
  });

  test("an override opens for four hours", () => {
    const override = [
      comment(lead, "/migration override 7c1f09e2 incident:https://status.example/9 site is down", at("2026-11-21T12:00:00Z")),
    ];
    expect(judge(override, { policy, now: "2026-11-21T15:59:59Z" })).toMatchObject({
      standing: "overridden",
      open: true,
      override: { reason: "site is down", incident: "https://status.example/9" },
    });
    expect(judge(override, { policy, now: "2026-11-21T16:00:00Z" })).toMatchObject({ standing: "waiting", open: false });
  });
});

describe("override", () => {
  const policy = { from: [], override: ["lead", "author"], self: "never", expiresHours: 336 } as const;
  const OVERRIDE = "/migration override 7c1f09e2 site is down";
  const recent = at("2026-11-21T17:00:00Z");

  test.each(["hold", "block", "cannot-judge"] as const)("opens a change that is %s", (decision) => {
    expect(judge([comment(lead, OVERRIDE, recent)], { policy, decision })).toMatchObject({ standing: "overridden", open: true });
  });

  test.each([
    ["without a reason", comment(lead, "/migration override 7c1f09e2", recent)],
    ["for another plan", comment(lead, `/migration override ${OTHER} site is down`, recent)],
    ["by the author", comment(author, OVERRIDE, recent)],
    ["before the report", comment(lead, OVERRIDE, at("2026-11-21T09:00:00Z"))],
    ["with no link after incident:", comment(lead, "/migration override 7c1f09e2 incident:none site is down", recent)],
  ])("is refused %s", (_, said) => {
    expect(judge([said], { policy }).open).toBe(false);
  });
});

describe("verdicts that no approval opens", () => {
  const both = [comment(ann, APPROVE), comment(ben, APPROVE)];

  test.each([
    ["block", "blocked"],
    ["cannot-judge", "cannot-judge"],
  ] as const)("%s", (decision, standing) => {
    expect(judge(both, { decision })).toMatchObject({ standing, open: false, missing: 0 });
  });

  test.each<[string, Partial<GateInput>]>([
    ["a digest that is none", { digest: "7c1f09e2" }],
    ["a negative requirement", { required: -1 }],
    ["a requirement that is no number", { required: Number.NaN }],
    ["no clock", { now: "" }],
    ["no time of the report", { reportedAt: "" }],
    ["approvals that never end", { policy: { from: [], override: [], self: "never", expiresHours: Number.POSITIVE_INFINITY } }],
  ])("facts that make no sense: %s", (_, more) => {
    expect(judge(both, more)).toMatchObject({ standing: "cannot-judge", open: false });
  });
});
