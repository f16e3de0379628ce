import { expect, test } from "vitest";
import { endEach, GateWorld, NUMBER, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

const check = (sender?: string) =>
  world.action("pull_request", world.pullRequestEvent("synchronize", sender), world.pullRequest.head);

/** A held change, checked at ten. Returns its digest's first eight. */
async function checked(sender?: string): Promise<string> {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.push(UNSAFE);
  expect(await check(sender)).toBe(1);
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1 approvals") });
  return /approve ([0-9a-f]{8})/u.exec(world.report())?.[1] ?? "";
}

test("approved between two pushes of the same plan: the second check is green by itself", async () => {
  const plan = await checked();
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  world.push({ "README.md": "words\n" });
  expect((await world.at("11:05")) && (await check())).toBe(0);
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Approved by ann") });
});

test("a comment's event judges approvals and rehearses nothing", async () => {
  const plan = await checked();
  const comment = world.at("11:00").comment("ann", `/migration approve ${plan}`);
  const payload = { action: "created", issue: { number: NUMBER, pull_request: {} }, comment };
  expect(await world.action("issue_comment", payload, world.base)).toBe(0);
  expect(world.status()).toMatchObject({ state: "success" });
});

test("a check on the base's files, which `pull_request_target` would be, never passes a change unseen", async () => {
  world = await GateWorld.start();
  world.push(UNSAFE);
  expect(await world.action("pull_request_target", world.pullRequestEvent(), world.base)).toBe(0);
  expect(world.status()?.state).toBe("error");
});

test("who pushed does not approve, whatever names the commits carry", async () => {
  const plan = await checked("ann");
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  world.at("11:05").push({ "README.md": "words\n" });
  expect(await check("author")).toBe(1);
  expect(world.report()).toContain("authors, committers and pushers never decide on their own work");
});

test("a new plan starts at zero", async () => {
  const plan = await checked();
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  world.at("11:05").push({ "migrations/000002_index.up.sql": "DROP TABLE orders;\n" });
  expect(await check()).toBe(1);
  expect(world.status()?.state).not.toBe("success");
  expect(world.report()).toContain("it names another plan");
});

test("a change made safe needs nobody", async () => {
  await checked();
  world.at("11:05").push(SAFE);
  expect(await check()).toBe(0);
  expect(world.status()?.state).toBe("success");
});

test("a token that may not read comments leaves the verdict as it is", async () => {
  await checked();
  world.github.faults.push({ on: /^GET .*reviews$/u, status: 403, message: "Resource not accessible by integration" });
  expect(await check()).toBe(1);
  expect(world.status()?.state).toBe("pending");
});

test("in the merge queue a held change is green by its approvals and red without, never pending", async () => {
  const plan = await checked();
  const base = world.moveBase({ "README.md": "merged meanwhile\n" });
  const group = world.merge();
  expect(await world.action("merge_group", world.mergeGroupEvent(group, base), group)).toBe(1);
  expect(world.status(group)?.state).toBe("failure");
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  expect(await world.action("merge_group", world.mergeGroupEvent(group, base), group)).toBe(0);
  expect(world.status(group)?.state).toBe("success");
});

test("what the pull request claims of itself stands beside the evidence, and changes no verdict", async () => {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  Object.assign(world.pullRequest, { labels: ["risk: low"], title: "SHOP-12: index" });
  world.pullRequest.commits.push({ authors: ["author"], committer: "author", message: "x\n\nReversible: yes" });
  world.push(UNSAFE);
  expect(await check()).toBe(1);
  expect(world.report()).toContain("### The evidence contradicts 2 claims");
  expect(world.report()).toContain("| `risk: low` | label | ❌ contradicted | the risk is high |");
  expect(world.report()).toContain("For `SHOP-12`.");
  expect(world.status()?.state).toBe("pending");
});
