import { expect, test } from "vitest";
import { endEach, GateWorld, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** An approved change, merged: returns the merge commit. */
async function merged(): Promise<string> {
  world = await GateWorld.start("approvals: { high: 1, expires-hours: 24 }\n");
  world.push(UNSAFE);
  const { digest } = await world.check();
  world.at("11:00").comment("ann", `/migration approve ${digest.slice(0, 8)}`);
  const commit = world.merge();
  Object.assign(world.pullRequest, { state: "closed", mergedAs: commit });
  return commit;
}

test("what was approved may run", async () => {
  const commit = await merged();
  expect(await world.verify(commit, world.base)).toBe(0);
  expect(world.logs.join()).toContain("approved in #7");
});

test("what was approved too long ago may not", async () => {
  const commit = await merged();
  world.github.now = "2026-11-22T11:00:00Z";
  expect(await world.verify(commit, world.base)).toBe(1);
  expect(world.warnings.join()).toContain("#7 is expired");
});

test("approve one thing, apply another: refused", async () => {
  await merged();
  const commit = world.moveBase({ "migrations/000002_index.up.sql": "DROP TABLE orders;\n" });
  world.pullRequest.mergedAs = commit;
  expect(await world.verify(commit, world.base)).toBe(1);
  expect(world.warnings.join()).toContain("is about to run");
});

test("a commit that no pull request brought is refused", async () => {
  const commit = await merged();
  world.pullRequest.mergedAs = null;
  expect(await world.verify(commit, world.base)).toBe(1);
  expect(world.warnings.join()).toContain("No pull request is known");
});

test("nothing to run needs nobody, and no GitHub", async () => {
  const commit = await merged();
  world.github.requests.length = 0;
  expect(await world.verify(commit, commit)).toBe(0);
  expect(world.github.requests).toEqual([]);
});

test("an approval deleted after the merge no longer covers", async () => {
  const commit = await merged();
  world.github.comments.splice(1);
  expect(await world.verify(commit, world.base)).toBe(1);
});
