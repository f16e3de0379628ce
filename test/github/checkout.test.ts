import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endEach, GateWorld, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** Runs the check on `pull_request` with something checked out. */
const check = (commit: string, event = world.pullRequestEvent()) => world.action("pull_request", event, commit);

async function changed(files: Readonly<Record<string, string>> = UNSAFE, settings?: string): Promise<string> {
  world = await GateWorld.start(settings);
  return world.push(files);
}

test("GitHub's test merge of the newest push is judged", async () => {
  await changed();
  expect(await check(world.testMerge())).toBe(1);
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("Held") });
});

test("the base checked out instead of the change shows no migration, and is an error", async () => {
  await changed();
  expect(await check(world.base)).toBe(2);
  expect(world.status()).toMatchObject({ state: "error", description: expect.stringContaining("the checkout is at") });
});

test("an older push checked out is an error", async () => {
  const older = await changed(SAFE);
  world.push(UNSAFE);
  expect(await check(older)).toBe(2);
  expect(world.status()).toMatchObject({ state: "error" });
});

test("a test merge of an older push is an error, and no status lands on the older one", async () => {
  const older = await changed(SAFE);
  const stale = world.testMerge();
  world.push(UNSAFE);
  expect(await check(stale)).toBe(2);
  expect(world.status()).toMatchObject({ state: "error", description: expect.stringContaining("the checkout merges") });
  expect(world.status(older)).toBeUndefined();
});

test("the head merged the wrong way round is not GitHub's test merge", async () => {
  await changed();
  world.moveBase({ "README.md": "words\n" });
  expect(await check(world.mergeBaseIntoHead())).toBe(2);
  expect(world.status()?.state).toBe("error");
});

test("a rerun of an old event after a newer push says nothing about the newer one", async () => {
  const older = await changed(SAFE);
  const event = world.pullRequestEvent();
  const newer = world.push(UNSAFE);
  await check(newer, event);
  expect(world.status(newer)).toBeUndefined();
  expect(world.status(older)?.state).toBe("error");
});

test("a shallow clone without the base is an error", async () => {
  await changed();
  const merged = world.testMerge();
  world.checkOut(world.base);
  world.makeShallow(merged);
  expect(await world.action("pull_request", world.pullRequestEvent(), null)).toBe(2);
  expect(world.status()?.state).toBe("error");
});

test("a workspace that is no git checkout is an error", async () => {
  await changed();
  rmSync(join(world.folder, ".git"), { recursive: true });
  expect(await world.action("pull_request", world.pullRequestEvent(), null)).toBe(2);
  expect(world.status()).toMatchObject({ state: "error", description: expect.stringContaining("no git checkout") });
});

test("the merge queue's commit has to be the one checked out", async () => {
  await changed(SAFE);
  const base = world.moveBase({ "README.md": "merged meanwhile\n" });
  const group = world.merge();
  expect(await world.action("merge_group", world.mergeGroupEvent(group, base), base, group)).toBe(2);
  expect(world.status(group)?.state).toBe("error");
});

test("what others merged since the event is not taken for this change's", async () => {
  await changed(SAFE);
  world.moveBase({ "migrations/000001_zdrop.up.sql": "DROP TABLE IF EXISTS old_things;\n" });
  expect(await check(world.testMerge())).toBe(0);
  expect(world.status()).toMatchObject({ state: "success" });
  expect(world.report()).toContain("000002_index");
  expect(world.report()).not.toContain("zdrop");
});

test("a change is judged by its base's settings, not by its own", async () => {
  await changed({
    ...UNSAFE,
    ".github/migration-gate.yml": "postgres-version: 15\nrules: { create-index-blocks-writes: off }\n",
  });
  expect(await check(world.pullRequest.head)).toBe(1);
  expect(world.status()?.state).toBe("pending");
});

test("a mistake in the change's own settings is told before it is merged", async () => {
  await changed({ ...SAFE, ".github/migration-gate.yml": "postgres-versio: 15\n" });
  expect(await check(world.pullRequest.head)).toBe(2);
  expect(world.status()?.state).toBe("error");
});
