import { afterAll, afterEach, expect, test } from "vitest";
import { shownLines } from "../../src/github/shown-lines.js";
import { GateWorld, NUMBER, runnerFiles, SAFE } from "./gate-world.js";

let world: GateWorld;

afterAll(() => runnerFiles[Symbol.dispose]());
afterEach(async () => {
  const { violations } = world.github;
  await world?.[Symbol.asyncDispose]();
  expect(violations).toEqual([]);
});

const FILE = "migrations/000002_total.up.sql";
/** Nothing limits how long its second line waits: the fix is a line before it. */
const TEXT =
  "-- totals are never below zero\nALTER TABLE orders ADD COLUMN total int;\nALTER TABLE orders ADD CONSTRAINT paid CHECK (total >= 0);\n";

const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);

/** Pushes the change and shows it to GitHub's list of files. */
function push(text: string, patches: Readonly<Record<string, string>> = {}): void {
  world.push({ [FILE]: text });
  Object.assign(world.pullRequest, { files: { [FILE]: text }, patches });
}

async function start(settings = ""): Promise<void> {
  world = await GateWorld.start(`approvals: { high: 1 }\n${settings}`);
}

const suggested = () => world.github.lineComments.map(({ path, line, body }) => ({ path, line, body }));

test("a fix that is a local edit is suggested on its line, once for all pushes", async () => {
  await start();
  push(TEXT);
  await check();
  expect(suggested()).toEqual([{ path: FILE, line: 2, body: expect.stringContaining("```suggestion\nSET LOCAL lock_timeout") }]);
  world.push({ "README.md": "words\n" });
  await check();
  expect(suggested()).toHaveLength(1);
  expect(world.github.reviews.map(({ state }) => state)).toEqual(["COMMENTED"]);
});

test("what is fixed keeps its old suggestion, and gets no other", async () => {
  await start();
  push(TEXT);
  await check();
  push(SAFE["migrations/000002_index.up.sql"]);
  await check();
  expect(suggested()).toHaveLength(1);
});

test("somebody else's comment with our marker does not silence us", async () => {
  await start();
  push(TEXT);
  await check();
  const [ours] = world.github.lineComments.splice(0);
  world.github.lineComments.push({ ...(ours ?? { id: 1, path: FILE, line: 3, body: "" }), author: "mallory" });
  await check();
  expect(world.github.lineComments.map(({ author }) => author)).toEqual(["mallory", "github-actions[bot]"]);
});

test.each<[string, string, Readonly<Record<string, string>>]>([
  ["the line is in no hunk", TEXT, { [FILE]: "@@ -2,0 +3,1 @@\n+ALTER" }],
  ["GitHub's file is not the one that was judged", `${TEXT}-- more\n`, {}],
])("nothing is suggested where %s", async (_, listed, patches) => {
  await start();
  push(TEXT);
  Object.assign(world.pullRequest, { files: { [FILE]: listed }, patches });
  await check();
  expect(world.report()).toContain("lock_timeout");
  expect(suggested()).toEqual([]);
});

test("`suggestions: false` asks GitHub nothing", async () => {
  await start("suggestions: false\n");
  push(TEXT);
  await check();
  expect(suggested()).toEqual([]);
  expect(world.github.requests.filter((line) => line.endsWith(`/pulls/${NUMBER}/files`))).toEqual([]);
});

test("a newer push has its own run", async () => {
  await start();
  push(TEXT);
  const event = world.pullRequestEvent();
  const older = world.pullRequest.head;
  world.push({ "README.md": "words\n" });
  await world.action("pull_request", event, older);
  expect(suggested()).toEqual([]);
});

test.each([
  [403, "Resource not accessible by integration"],
  [422, "Line must be part of the diff"],
])("a refusal (%i) changes no verdict", async (status, message) => {
  await start();
  push(TEXT);
  for (let time = 0; time < 2; time++) world.github.faults.push({ on: /^POST .*reviews$/u, status, message });
  expect(await check()).toBe(1);
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1 approvals") });
  expect(suggested()).toEqual([]);
});

test("a 502 behind a review that was made makes no second", async () => {
  await start();
  push(TEXT);
  world.github.faults.push({ on: /^POST .*reviews$/u, status: 502, message: "Bad Gateway", afterEffect: true });
  await check();
  expect(suggested()).toHaveLength(1);
});

test("of a patch, the lines of the new side count, hunk by hunk", () => {
  const patch = "@@ -1,3 +1,4 @@ CREATE\n a\n+b\n c\n d\n@@ -10 +11 @@\n-x\n+@@ -9,9 +9,9 @@\n@@ -20,2 +20,0 @@\n-y\n-z";
  expect(shownLines(patch)).toEqual([
    { from: 1, to: 4 },
    { from: 11, to: 11 },
  ]);
});
