import { join } from "node:path";
import { expect, test } from "vitest";
import { endEach, GateWorld, NUMBER, runnerFiles, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** A held change, approved by ann an hour after its report. */
async function approved(files = UNSAFE): Promise<void> {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.push(files);
  const { digest } = await world.check();
  await world.onComment(world.at("11:00").comment("ann", `/migration approve ${digest.slice(0, 8)}`));
  expect(world.status()?.state).toBe("success");
}

function merge(): void {
  const mergedAs = world.merge();
  Object.assign(world.pullRequest, { state: "closed", mergedAs, mergedAt: "2026-11-21T11:30:00Z" });
}

function save(change: (record: { state: { open: boolean } }) => void = () => undefined): string {
  const record = JSON.parse(JSON.stringify(world.kept.at(-1)));
  change(record);
  runnerFiles.write({ "decisions.json": JSON.stringify(record) });
  return join(runnerFiles.directory, "decisions.json");
}

test("the log stands in the comment, folded, with who, when and under which plan", async () => {
  await approved();
  expect(world.report()).toContain("<details><summary>Decision log: 2 entries</summary>");
  expect(world.report()).toMatch(/\| 2026-11-21 11:00 UTC \| `ann` \| approve \| `[0-9a-f]{8}` \| yes \|/u);
  expect(world.report()).toContain("Approved after 1 h.");
});

test("from GitHub alone the same state comes out again, without a word written", async () => {
  await approved();
  const requests = world.github.requests.length;
  expect(await world.replay({ pullRequest: NUMBER })).toBe(0);
  expect(world.logs.join("\n")).toContain("Equal");
  expect(world.github.requests.slice(requests).filter((line) => !/^(GET|POST \/graphql)/u.test(line))).toEqual([]);
});

test("a forged status is found", async () => {
  await approved();
  const at = world.github.comments.findIndex(({ author }) => author === "ann");
  world.github.comments.splice(at, 1);
  expect(await world.replay({ pullRequest: NUMBER })).toBe(1);
  expect(world.logs.join("\n")).toContain("the status says success, replayed pending");
  expect(world.logs.join("\n")).toMatch(/the comment's chain is [0-9a-f]{16}, replayed/u);
});

test("after the merge it is judged as of the merge, on the base of the merge", async () => {
  await approved();
  merge();
  world.at("15:00").comment("ben", `/migration reject ${world.kept.at(-1)?.facts.digest} too late`);
  expect(await world.replay({ pullRequest: NUMBER }), world.logs.join("\n")).toBe(0);
});

test("a saved record agrees with GitHub, and a changed one does not", async () => {
  await approved();
  expect(await world.replay({ file: save(), pullRequest: NUMBER })).toBe(0);
  expect(await world.replay({ file: save() })).toBe(0);
  const forged = save((record) => {
    record.state.open = false;
  });
  expect(await world.replay({ file: forged })).toBe(1);
  expect(world.logs.at(-1)).toBe("Differs: state.open: recorded false, replayed true");
});

test("a file that is no record is told", async () => {
  await approved();
  runnerFiles.write({ "other.json": '{"version":1}' });
  await expect(world.replay({ file: join(runnerFiles.directory, "other.json") })).rejects.toMatchObject({
    code: "repository/unreadable",
  });
});

test("over time: how many needed nobody, and how long the others waited", async () => {
  await approved();
  merge();
  expect(await world.replay({ since: "2026-11-20" })).toBe(0);
  expect(world.logs.slice(-4)).toEqual([
    "Merged since 2026-11-20: 1 judged.",
    "Opened by themselves: 0 of 1 (0 %).",
    "Approved by people: 1, after 1 h in the middle, 1 h at most.",
    "Overridden: 0. Merged while held: 0.",
  ]);
  world.logs.length = 0;
  await world.replay({ since: "2026-11-22" });
  expect(world.logs[0]).toBe("Merged since 2026-11-22: 0 judged.");
});

test("a change that passed by itself counts as such", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  await world.check();
  merge();
  await world.replay({ since: "2026-11-20" });
  expect(world.logs).toContain("Opened by themselves: 1 of 1 (100 %).");
});
