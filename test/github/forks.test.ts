import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCommits } from "../../src/repository/commits.js";
import { endEach, GateWorld, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** The default branch's workflow after a stranger's push. */
const arrive = (sender = "author") => world.gate("pull_request_target", world.pullRequestEvent("synchronize", sender));

async function pushed(files: Readonly<Record<string, string>>, settings = "approvals: { high: 1 }\n"): Promise<string> {
  world = await GateWorld.start(settings);
  world.pullRequest.headRepository = "stranger/shop";
  world.push(files);
  await arrive();
  return /approve ([0-9a-f]{8})/u.exec(world.report())?.[1] ?? "";
}

test("what hurts is reported from the text alone, and waits", async () => {
  await pushed(UNSAFE);
  expect(world.report()).toContain("create-index-blocks-writes");
  expect(world.report()).toContain("no run that can be trusted has rehearsed");
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1") });
});

test("what looks safe is never green by itself, and one approval opens exactly that plan", async () => {
  const plan = await pushed(SAFE);
  expect(world.status()?.state).toBe("pending");
  await world.onComment(world.at("11:00").comment("ann", `/migration approve ${plan}`));
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Approved by ann") });
  world.at("11:05").push({ "migrations/000003_more.up.sql": "DROP TABLE orders;\n" });
  await arrive();
  expect(world.status()?.state).not.toBe("success");
});

test("an approval stays while the plan does", async () => {
  const plan = await pushed(SAFE);
  await world.onComment(world.at("11:00").comment("ann", `/migration approve ${plan}`));
  world.at("11:05").push({ "README.md": "words\n" });
  await arrive();
  expect(world.status()?.state).toBe("success");
});

test("who pushed to the fork does not approve", async () => {
  const plan = await pushed(SAFE);
  world.push({ "README.md": "words\n" });
  await arrive("ann");
  await world.onComment(world.at("11:00").comment("ann", `/migration approve ${plan}`));
  expect(world.status()?.state).toBe("pending");
});

test("a report of a run that could write stays", async () => {
  world = await GateWorld.start();
  world.pullRequest.headRepository = "stranger/shop";
  world.push(UNSAFE);
  await world.check();
  await arrive();
  expect(world.report()).not.toContain("no run that can be trusted");
});

test("the change's own settings and code owners soften nothing, and are told", async () => {
  await pushed({ ...UNSAFE, ".github/migration-gate.yml": "rules: { create-index-blocks-writes: off }\n", CODEOWNERS: "* @x\n" });
  expect(world.report()).toContain("create-index-blocks-writes");
  expect(world.report()).toContain("gate-edited");
  expect(world.status()?.state).toBe("pending");
});

test("a link is not followed to the job's own files", async () => {
  world = await GateWorld.start("approvals: { high: 1 }\nseed: [db/seed.sql]\n", { "db/seed.sql": "SELECT 1;\n" });
  world.pullRequest.headRepository = "stranger/shop";
  world.pushLink("db/seed.sql", `${world.folder}/.git/config`, SAFE);
  await arrive();
  await using laid = await openCommits(world.folder).layOut(world.pullRequest.head, { links: false });
  expect(readFileSync(join(laid.folder, "db/seed.sql"), "utf8")).toBe(`${world.folder}/.git/config`);
  expect(world.report()).not.toMatch(/repositoryformatversion|\[core\]|\[remote/u);
  expect(world.status()?.state).not.toBe("success");
});
