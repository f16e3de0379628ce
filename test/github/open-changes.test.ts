import { expect, test } from "vitest";
import { endEach, GateWorld, NUMBER, SAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);

/** Another open pull request to the same branch. */
function alsoOpen(number: number, files: Readonly<Record<string, string>>, draft = false): void {
  const head = number.toString(16).padStart(40, "0");
  world.github.pullRequests.set(number, { ...world.pullRequest, number, author: "ben", head, files, draft });
}

test("a version that an older pull request has claimed holds this one, and names it", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  alsoOpen(3, { "migrations/000002_prices.up.sql": "CREATE TABLE prices (id bigint PRIMARY KEY);\n" });
  expect(await check()).toBe(1);
  expect(world.report()).toContain("#3");
  expect(world.report()).toContain("claims version 000002");
});

test.each([
  ["a newer one gives way itself", 9, false],
  ["a draft holds nobody", 3, true],
])("%s: told, and green", async (_, number, draft) => {
  world = await GateWorld.start();
  world.push(SAFE);
  alsoOpen(number, { "migrations/000002_prices.up.sql": "CREATE TABLE prices (id bigint PRIMARY KEY);\n" }, draft);
  expect(await check()).toBe(0);
  expect(world.report()).toContain(`#${number}`);
});

test("the same object in two pull requests is told and holds nothing", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  alsoOpen(9, { "migrations/000003_index.up.sql": "CREATE INDEX orders_placed_at_idx ON orders (id);\n" });
  expect(await check()).toBe(0);
  expect(world.report()).toMatch(/#9.*changes the index/u);
});

test("files beside the migrations, other branches and this pull request itself are not looked at", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  alsoOpen(3, { "docs/000002_prices.up.sql": "CREATE TABLE prices (id bigint);\n" });
  alsoOpen(4, { "migrations/000002_prices.up.sql": "CREATE TABLE prices (id bigint);\n" });
  const other = world.github.pullRequests.get(4);
  if (other !== undefined) other.baseRef = "release";
  world.pullRequest.files = { "migrations/000002_index.up.sql": "SELECT 1;\n" };
  expect(await check()).toBe(0);
  expect(world.report()).not.toContain("claims");
  expect(world.github.pullRequests.has(NUMBER)).toBe(true);
});

test("a version that the base has got since is taken", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  const settled = { "migrations/000001_orders.up.sql": "CREATE TABLE orders (id bigint);\n" };
  world.github.trees.set(world.base, settled);
  world.github.trees.set("refs/heads/main", {
    ...settled,
    "migrations/000002_prices.up.sql": "CREATE TABLE prices (id bigint);\n",
  });
  expect(await check()).toBe(1);
  expect(world.report()).toMatch(/main has since got .*which has taken version 000002/u);
});

test("a token that may not look is told as unseen, and the verdict stays", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  world.github.forbidsElsewhere = true;
  expect(await check()).toBe(0);
  expect(world.report()).toContain("other open pull requests to main");
  expect(world.report()).toContain("Resource not accessible");
});

test("nobody is asked where the settings say so", async () => {
  world = await GateWorld.start("open-changes: false\n");
  world.push(SAFE);
  alsoOpen(3, { "migrations/000002_prices.up.sql": "CREATE TABLE prices (id bigint PRIMARY KEY);\n" });
  expect(await check()).toBe(0);
  expect(world.report()).not.toContain("#3");
});

test("SQL of others that nobody can read neither stops the check nor is taken for harmless", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  alsoOpen(3, { "migrations/000002_broken.up.sql": "CREATE TABEL $$;\n" });
  expect(await check()).toBe(1);
  expect(world.report()).toContain("#3");
});

test("a baseline that the change brings itself silences nothing before it is merged", async () => {
  world = await GateWorld.start("baseline: baseline.json\n");
  world.push({
    "migrations/000002_index.up.sql": "CREATE INDEX orders_placed_at_idx ON orders (placed_at);\n",
    "baseline.json": JSON.stringify({ version: 1, written: "2026-11-21", findings: [] }),
  });
  expect(await check()).toBe(1);
  expect(world.report()).toContain("Writes to");
});
