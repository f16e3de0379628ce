import { expect, test } from "vitest";
import { endEach, GateWorld, NUMBER, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** A held change on a base with these settings and files. Returns its digest's first eight. */
async function held(
  settings: string,
  base: Readonly<Record<string, string>> = {},
  change: Readonly<Record<string, string>> = UNSAFE,
): Promise<string> {
  world = await GateWorld.start(settings, base);
  world.push(change);
  const { digest, verdict } = await world.check();
  expect(verdict.decision).toBe("hold");
  return digest.slice(0, 8);
}

const approve = async (login: string, plan: string) =>
  world.onComment(world.at("11:00").comment(login, `/migration approve ${plan}`));

test("an owner of the touched file has to be among who approves, by the base's CODEOWNERS", async () => {
  const plan = await held("approvals: { high: 1, code-owners: true }\n", {
    ".github/CODEOWNERS": "* @ann\n/migrations/ @acme/dba\n",
  });
  world.github.teams.set("acme/dba", ["ben"]);
  await approve("ann", plan);
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("owner of") });
  expect(world.report()).toContain("⏳ 0 of 1: owner of `migrations/000002_index.up.sql`");
  await approve("ben", plan);
  expect(world.status()?.state).toBe("success");
  expect(world.report()).toContain("✅ met: owner of `migrations/000002_index.up.sql`");
});

test("an owner's approval counts for both where the policy asks writers in general", async () => {
  const plan = await held("approvals: { high: 1, code-owners: true }\n", { CODEOWNERS: "/migrations/ @ben\n" });
  await approve("ben", plan);
  expect(world.status()?.state).toBe("success");
});

test("owners who may not write are none", async () => {
  const plan = await held("approvals: { high: 1, code-owners: true }\n", { CODEOWNERS: "/migrations/ @reader\n" });
  await approve("reader", plan);
  await approve("ann", plan);
  expect(world.status()?.state).toBe("pending");
});

test("the change cannot make itself owners", async () => {
  const plan = await held(
    "approvals: { high: 1, code-owners: true }\n",
    { CODEOWNERS: "/migrations/ @ben\n" },
    { ...UNSAFE, CODEOWNERS: "/migrations/ @ann\n", ".github/CODEOWNERS": "* @ann\n" },
  );
  await approve("ann", plan);
  expect(world.status()?.state).toBe("pending");
});

test("files that nobody owns ask nobody", async () => {
  const plan = await held("approvals: { high: 1, code-owners: true }\n", { CODEOWNERS: "/app/ @ben\n" });
  await approve("ann", plan);
  expect(world.status()?.state).toBe("success");
});

test("a hazard asks for approvers of its own", async () => {
  const settings = "approvals: { high: 1, critical: 1, by-hazard: { data-loss: { count: 1, from: [ben] } } }\n";
  const plan = await held(settings, {}, { "migrations/000002_drop.up.sql": "ALTER TABLE orders DROP COLUMN placed_at;\n" });
  await approve("ann", plan);
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("data-loss") });
  await approve("ben", plan);
  expect(world.status()?.state).toBe("success");
});

test("other hazards do not", async () => {
  const plan = await held("approvals: { high: 1, by-hazard: { data-loss: { count: 1, from: [ben] } } }\n");
  await approve("ann", plan);
  expect(world.status()?.state).toBe("success");
});

test("a passing change asks no owner", async () => {
  world = await GateWorld.start("approvals: { code-owners: true }\n", { CODEOWNERS: "* @ben\n" });
  world.push(SAFE);
  await world.check();
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
});

test("the check after a push weighs owners as the gate does", async () => {
  const plan = await held("approvals: { high: 1, code-owners: true }\n", { CODEOWNERS: "/migrations/ @ben\n" });
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);
  expect(await check()).toBe(1);
  expect(world.status()?.state).toBe("pending");
  world.at("11:05").comment("ben", `/migration approve ${plan}`);
  expect(await check()).toBe(0);
  expect(world.status()?.state).toBe("success");
});
