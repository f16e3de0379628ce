import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { planNow } from "../../src/plan.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { endEach, GateWorld, recorded, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

const RUN = 4711;
const NAME = "migration-gate-report";
const FILE = "migration-gate-default.json";
/** Some kilobytes that unpack to more than is ever unpacked. */
const BOMB = zipSync({ [FILE]: [new Uint8Array(41_000_000), { level: 1 }] });
const HOLDING = { decision: "hold", risk: "high" };

/** A stranger's pull request, on which the trusted run reported from its text. */
async function pushed(files: Readonly<Record<string, string>>): Promise<string> {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.pullRequest.headRepository = "stranger/shop";
  world.push(files);
  await world.gate("pull_request_target", world.pullRequestEvent());
  return /approve ([0-9a-f]{8})/u.exec(world.report())?.[1] ?? "";
}

/** The fork's own run is over, and left this. */
function over(archive: Uint8Array | null, { size, event = "pull_request" }: { size?: number; event?: string } = {}) {
  if (archive !== null)
    world.github.artifacts.push({ id: 9, run: RUN, name: NAME, archive, ...(size === undefined ? {} : { size }) });
  const payload = recorded("workflow_run") as { workflow_run: object };
  const run = { id: RUN, event, head_sha: world.pullRequest.head, head_branch: "work", pull_requests: [] };
  return world.gate("workflow_run", {
    ...payload,
    action: "completed",
    workflow_run: { ...payload.workflow_run, ...run, head_repository: { owner: { login: "stranger" } } },
  });
}

const ON_15 = { engine: { id: "local", version: "15.18" }, outcome: "completed" };

function report(digest: string, verdict: object, findings: readonly object[] = [], rehearsal: object | null = ON_15): Uint8Array {
  return zipSync({ [FILE]: strToU8(JSON.stringify({ version: 1, digest, verdict, findings, rehearsal })) });
}

const error = (rule: string) => ({ rule, severity: "error", evidence: "confirmed", suppressed: null });

/** The digest of the plan at the head, as an honest run comes to it. */
async function planAtHead(): Promise<string> {
  world.checkOut(world.pullRequest.head);
  const known = { rules: [], formats: [] };
  const values = { base: world.base, "postgres-version": 15, approvals: { high: 1 } };
  const plan = await planNow(readSettings([{ from: "test", values }], known), [], diskRepository(world.folder), 15);
  world.checkOut(world.base);
  return plan.digest;
}

test("what the fork's run says is told as hearsay, and what it found speaks against the change", async () => {
  await pushed(SAFE);
  await over(report(await planAtHead(), HOLDING, [error("rollback-fails")]));
  expect(world.report()).toContain("which nobody vouches for, says: hold, high risk, rehearsed on PostgreSQL 15");
  expect(world.report()).toContain("rollback-fails");
  expect(world.status()?.state).toBe("pending");
});

test("a forged pass takes nothing away", async () => {
  await pushed(UNSAFE);
  await over(report(await planAtHead(), { decision: "pass", risk: "none" }));
  expect(world.report()).toContain("create-index-blocks-writes");
  expect(world.report()).toContain("no run that can be trusted");
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1") });
});

test("a report of another plan counts for nothing", async () => {
  await pushed(SAFE);
  await over(report("ab".repeat(32), HOLDING, [error("rollback-fails")]));
  expect(world.report()).toContain("a report of another plan");
  expect(world.report()).not.toContain("rollback-fails");
});

test("a report of a run that rehearsed nothing is of this plan all the same", async () => {
  await pushed(SAFE);
  await over(report(await planAtHead(), HOLDING, [error("rollback-loses-data")], null));
  expect(world.report()).toContain("hold, high risk, not rehearsed to the end");
  expect(world.report()).toContain("rollback-loses-data");
});

test("the version that the settings name counts, whatever server the fork's run found", async () => {
  await pushed(SAFE);
  await over(report(await planAtHead(), HOLDING, [], { engine: { id: "pglite", version: "18.4" }, outcome: "completed" }));
  expect(world.report()).toContain("says: hold, high risk, rehearsed on PostgreSQL 18");
});

test("an approval stays where the fork's run says nothing new, and ends where it found more", async () => {
  const plan = await pushed(SAFE);
  const digest = await planAtHead();
  await world.onComment(world.at("11:00").comment("ann", `/migration approve ${plan}`));
  await over(report(digest, HOLDING));
  expect(world.status()?.state).toBe("success");
  world.github.artifacts.length = 0;
  await over(report(digest, HOLDING, [error("rollback-loses-data")]));
  expect(world.status()?.state).toBe("pending");
});

test("no text of the archive is shown", async () => {
  await pushed(SAFE);
  const planted = "@everyone <b>approved</b>";
  await over(report(await planAtHead(), { ...HOLDING, summary: planted }, [error(planted), { ...error("x"), message: planted }]));
  expect(world.report()).not.toContain("everyone");
});

test.each([
  ["no archive", strToU8("<html>not found</html>"), "holds no report of this gate"],
  ["an archive with a way out", zipSync({ [`../../${FILE}`]: strToU8("{}") }), "holds no report of this gate"],
  [
    "a file that unpacks to a hundred megabytes",
    zipSync({ [FILE]: new Uint8Array(100_000_000) }),
    "holds no report of this gate",
  ],
  ["no report", zipSync({ [FILE]: strToU8('{"digest": 7, "verdict": "pass"}') }), "no report of this version"],
  ["broken JSON", zipSync({ [FILE]: strToU8('{"digest": ') }), "no report of this version"],
  ["a decision of its own", report("ab".repeat(32), { decision: "approved", risk: "none" }), "no report of this version"],
  ["nothing", null, "it left no report"],
])("%s is told in one line, and the change still waits", async (_, archive, why) => {
  await pushed(SAFE);
  await over(archive);
  expect(world.report()).toContain(why);
  expect(world.status()?.state).toBe("pending");
});

test("what is too large is not even fetched", async () => {
  await pushed(SAFE);
  await over(report("ab".repeat(32), HOLDING), { size: 2_000_000_000 });
  expect(world.report()).toContain("too large");
  expect(world.github.requests.filter((line) => line.endsWith("/zip"))).toEqual([]);
});

test("sizes in the archive that lie do not get more unpacked than they say", async () => {
  await pushed(SAFE);
  const archive = BOMB.slice();
  // The central directory's field for the size as it was, at offset 24 of its entry (APPNOTE 4.3.12).
  const directory = archive.findLastIndex((_, at) => archive[at] === 0x50 && archive[at + 1] === 0x4b && archive[at + 2] === 1);
  new DataView(archive.buffer, archive.byteOffset).setUint32(directory + 24, 1000, true);
  await over(archive);
  expect(world.report()).toMatch(/holds no report of this gate|no report of this version/u);
  expect(world.status()?.state).toBe("pending");
});

test("a run of a head that has moved on since decides nothing", async () => {
  await pushed(UNSAFE);
  const before = world.report();
  const archive = report(await planAtHead(), HOLDING);
  world.github.artifacts.push({ id: 9, run: RUN, name: NAME, archive });
  const payload = recorded("workflow_run") as { workflow_run: object };
  const old = { id: RUN, event: "pull_request", head_sha: world.base, head_branch: "work" };
  const run = { ...payload.workflow_run, ...old, head_repository: { owner: { login: "stranger" } } };
  expect(await world.gate("workflow_run", { ...payload, workflow_run: run })).toBe(0);
  expect(world.report()).toBe(before);
  expect(world.logs.join()).toContain("no open pull request is of that head");
});

test("a run of no pull request is none of its business", async () => {
  await pushed(UNSAFE);
  expect(await over(null, { event: "push" })).toBe(0);
  expect(world.logs.join()).toContain("a run of no pull request");
});

test("a job that may not read artifacts says which permission it lacks", async () => {
  await pushed(SAFE);
  world.github.faults.push({ on: /\/artifacts$/u, status: 403, message: "Resource not accessible by integration" });
  await over(null);
  expect(world.report()).toContain("needs actions: read");
  expect(world.status()?.state).toBe("pending");
});
