import { describe, expect, test } from "vitest";
import { gateRecord } from "../../src/gate/gate-record.js";
import { approvalSection } from "../../src/github/approval-section.js";
import { commentBody } from "../../src/github/comment-body.js";
import { facts, people, person } from "../gate/gate-facts.js";
import type { Fault } from "./fake-github.js";
import { endEach, GateWorld, NUMBER, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** A held change that needs one approval, reported at ten. Returns its digest's first eight. */
async function held(): Promise<string> {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.push(UNSAFE);
  return (await world.check()).digest.slice(0, 8);
}

const look = () => world.gate("pull_request_target", { pull_request: { number: NUMBER } });

describe("runs that overtake each other", () => {
  test("who read before a rejection and writes after it looks again, and is red", async () => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push({
      ...{ on: /^POST .*statuses/u, status: 502, message: "Bad Gateway", afterEffect: true },
      meanwhile: () => world.at("11:01").comment("ben", `/migration reject ${plan} it locks orders`),
    });
    await look();
    expect(world.github.statuses.map(({ state }) => state)).toContain("success");
    expect(world.status()).toMatchObject({ state: "failure", description: expect.stringContaining("Sent back by ben") });
  });

  test("who read before an approval and writes after it is green in the end", async () => {
    const plan = await held();
    world.github.faults.push({
      ...{ on: /^POST .*statuses/u, status: 502, message: "Bad Gateway" },
      meanwhile: () => world.at("11:01").comment("ann", `/migration approve ${plan}`),
    });
    await look();
    expect(world.status()?.state).toBe("success");
  });

  test("an approval deleted while the status was written does not stay green", async () => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push({
      ...{ on: /^POST .*statuses/u, status: 502, message: "Bad Gateway", afterEffect: true },
      meanwhile: () => world.github.comments.splice(1),
    });
    await look();
    expect(world.status()?.state).toBe("pending");
  });

  test("somebody who writes without end does not keep the gate from ending", async () => {
    const plan = await held();
    world.github.watch = (line) => {
      if (/^POST .*statuses/u.test(line)) world.comment("reader", `/migration approve ${plan}`);
    };
    await look();
    expect(world.github.statuses.map(({ state }) => state)).toEqual(["pending", "pending", "pending"]);
  });

  test("the run of an older push that ends late leaves the newer push's comment alone", async () => {
    world = await GateWorld.start("approvals: { high: 1 }\n");
    const older = world.push(SAFE);
    const event = world.pullRequestEvent();
    world.push(UNSAFE);
    await world.check();
    const report = world.report();
    expect(await world.action("pull_request", event, older)).toBe(0);
    expect(world.report()).toBe(report);
    expect(world.status()).toBeUndefined();
    expect(world.status(older)?.state).toBe("success");
  });
});

describe("a run that is older than the report of the same head", () => {
  const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);

  test("writes neither report nor status", async () => {
    world = await GateWorld.start("approvals: { high: 1 }\n");
    world.push(UNSAFE);
    world.run = 12;
    await check();
    const before = [world.report(), world.github.statuses.length];
    world.run = 11;
    expect(await check()).not.toBe(0);
    expect([world.report(), world.github.statuses.length]).toEqual(before);
  });

  test("writes neither where the newer one ended while it judged", async () => {
    world = await GateWorld.start("approvals: { high: 1 }\n");
    world.push(UNSAFE);
    world.run = 12;
    await check();
    const [newer] = world.github.comments.splice(0);
    const verdict = world.status();
    world.run = 11;
    world.github.watch = (line) => {
      if (newer === undefined || !/^POST .*statuses/u.test(line)) return;
      world.github.watch = () => undefined;
      world.github.comments.push(newer);
    };
    expect(await check()).not.toBe(0);
    expect(world.github.comments).toEqual([newer]);
    expect(world.github.statuses.map(({ description }) => description).slice(-2)).toEqual([
      verdict?.description,
      "Judging the migrations of this change",
    ]);
  });

  test("done again, the same run may write", async () => {
    world = await GateWorld.start("approvals: { high: 1 }\n");
    world.push(UNSAFE);
    for (let attempt = 1; attempt <= 2; attempt++) await check();
    expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1 approvals") });
  });
});

describe("GitHub in trouble", () => {
  const limit = (headers: Record<string, string>): Fault => ({
    ...{ on: /comments$/u, status: 403, message: "API rate limit exceeded for installation ID 1.", headers },
  });

  test.each<[string, Fault]>([
    ["a 502 on the second page", { on: /^GET .*comments$/u, status: 502, message: "Bad Gateway", skip: 1 }],
    [
      "a secondary limit",
      { on: /reviews$/u, status: 403, message: "You have exceeded a secondary rate limit", headers: { "retry-after": "7" } },
    ],
    ["too many requests", { on: /reviews$/u, status: 429, message: "Too many requests" }],
    [
      "the hourly limit about to end",
      limit({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795258830", date: "Sat, 21 Nov 2026 11:00:00 GMT" }),
    ],
  ])("%s is waited out", async (_, fault) => {
    const plan = await held();
    while (world.github.comments.length < 150) world.comment("reader", "noise");
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push(fault);
    await look();
    expect(world.status()?.state).toBe("success");
    expect(world.github.faults).toEqual([]);
  });

  test("the hourly limit with long to go is told as what it is, never as a missing permission", async () => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push(
      limit({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795261200", date: "Sat, 21 Nov 2026 11:00:00 GMT" }),
    );
    await expect(look()).rejects.toMatchObject({
      code: "github/unreachable",
      message: expect.stringContaining("ends in 40 minutes"),
    });
    expect(world.status()?.state).toBe("error");
  });

  test.each([
    [/^GET .*comments$/u, "pull-requests: read"],
    [/^GET .*reviews$/u, "pull-requests: read"],
    [/^POST \/graphql$/u, "pull-requests: read"],
  ])("what may not be read is told by the permission that lacks: %s", async (on, permission) => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push({ on, status: 403, message: "Resource not accessible by integration" });
    await expect(look()).rejects.toMatchObject({
      code: "github/permission",
      message: expect.stringContaining(`\`${permission}\``),
    });
    expect(world.status()?.state).toBe("error");
  });

  test.each([
    [/^POST .*statuses/u, "statuses: write"],
    [/^PATCH .*comments/u, "pull-requests: write"],
    [/^POST .*reactions/u, "pull-requests: write"],
  ])("what may not be written is told by the permission that lacks: %s", async (on, permission) => {
    const plan = await held();
    const comment = world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.faults.push({ on, status: 403, message: "Resource not accessible by integration" });
    await world.onComment(comment);
    expect(world.warnings.join()).toContain(`\`${permission}\``);
  });

  test("our report deleted: no report, no green", async () => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    world.github.comments.splice(0, 1);
    await look();
    expect(world.status()).toMatchObject({ state: "error", description: expect.stringContaining("no report by this token") });
  });

  test("GitHub Enterprise Server: REST below /api/v3, GraphQL beside it", async () => {
    const plan = await held();
    world.apiPath = "/api/v3";
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    await look();
    expect(world.status()?.state).toBe("success");
    expect(world.github.rawPaths.filter((path) => path.startsWith("/api/graphql")).length).toBeGreaterThan(0);
    expect(world.github.rawPaths.some((path) => path.startsWith("/api/v3/graphql"))).toBe(false);
  });

  test("more files than GitHub lists of a pull request hide no migration", async () => {
    world = await GateWorld.start("approvals: { high: 1 }\n");
    const noise = Object.fromEntries(Array.from({ length: 3_050 }, (_, index) => [`app/${index}.txt`, "x\n"]));
    world.push({ ...noise, ...UNSAFE });
    expect((await world.check()).verdict.decision).toBe("hold");
  });

  test("no check run is ever made, so that none can be neutral or skipped", async () => {
    const plan = await held();
    world.at("11:00").comment("ann", `/migration approve ${plan}`);
    await look();
    expect(world.github.requests.filter((line) => line.includes("check-runs"))).toEqual([]);
    expect(new Set(world.github.statuses.map(({ state }) => state))).toEqual(new Set(["success"]));
  });
});

test("report and section together stay under what GitHub takes, whatever names and reasons hold", async () => {
  world = await GateWorld.start();
  const hostile = "`|<!--@all\u202e".repeat(40);
  const crowd = Array.from({ length: 90 }, (_, index) => person(100 + index, `x${index}-${hostile}`.slice(0, 200)));
  const said = crowd.map(({ id }, index) => ({
    ...{ by: "comment" as const, id: index + 1, person: id, edited: false as const },
    body: `/migration ${index % 2 === 0 ? "reject" : "approve"} 7c1f09e2 ${hostile.replace(/\u202e|<!--/gu, "<")}`,
    ...{ createdAt: "2026-11-21T11:00:00Z", updatedAt: "2026-11-21T11:00:00Z" },
  }));
  const requirements = crowd.map(({ login }) => ({ because: hostile, count: 1, from: [login, login], writersOnly: true }));
  const record = gateRecord(
    { repository: "acme/shop", pullRequest: 7, key: "default" },
    facts({ said, requirements, people: [...Object.values(people), ...crowd] }),
  );
  const section = approvalSection(record, [hostile, hostile]);
  const findings = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(16, "0"));
  const plan = { digest: "a".repeat(64), decision: "hold", risk: "high", required: 2 } as const;
  const pushers = Array.from({ length: 50 }, (_, index) => 1_000_000_000 + index);
  const body = commentBody("x".repeat(50_000), section, {
    ...{ ...plan, head: "b".repeat(40), since: "2026-11-21T10:00:00Z", pushers, several: false },
    databases: [{ key: "", ...plan, major: 15, findings, hazards: ["data-loss"] }],
  });
  expect(section).toContain("Sent back by");
  expect(body.length).toBeLessThan(65_536);
});
