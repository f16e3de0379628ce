import { describe, expect, test } from "vitest";
import { isGuarded } from "../../src/gate/guarded-files.js";
import { endEach, GateWorld, NUMBER, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);
const look = () => world.gate("pull_request_target", { pull_request: { number: NUMBER } });
const GATE_WORKFLOW = "on: pull_request\njobs: { a: { steps: [{ uses: migration-gate/migration-gate@v0 }] } }\n";
const OTHER_WORKFLOW = "on: pull_request\njobs: { a: { steps: [{ run: npm test }] } }\n";

describe("a safe migration with an edit of", () => {
  test.each<[string, string, string]>([
    ["the settings", ".github/migration-gate.yml", "postgres-version: 15\n# approvals: none\n"],
    ["code owners", "CODEOWNERS", "* @author\n"],
    ["a workflow that runs the gate", ".github/workflows/ci.yml", GATE_WORKFLOW],
  ])("%s waits for one person", async (_, path, text) => {
    world = await GateWorld.start();
    world.push({ ...SAFE, [path]: text });
    expect(await check()).toBe(1);
    expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("risk medium: 0 of 1") });
    expect(world.report()).toContain(`**Would pass by itself but for:** \`gate-edited\` (advice) at \`${path}:1\`.`);
  });

  test("a workflow of something else passes", async () => {
    world = await GateWorld.start();
    world.push({ ...SAFE, ".github/workflows/ci.yml": OTHER_WORKFLOW });
    expect(await check()).toBe(0);
    expect(world.status()?.state).toBe("success");
  });

  test("the settings, removed, waits as well", async () => {
    world = await GateWorld.start();
    world.push({ ...SAFE, ".github/migration-gate.yml": null });
    expect(await check()).toBe(1);
  });
});

test("without a migration the settings may be edited freely", async () => {
  world = await GateWorld.start();
  world.push({ ".github/migration-gate.yml": "postgres-version: 16\n" });
  expect(await check()).toBe(0);
});

test("an edit after the approval ends it, even where no check ran and the plan is the same", async () => {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.push(UNSAFE);
  await check();
  const plan = /approve ([0-9a-f]{8})/u.exec(world.report())?.[1] ?? "";
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  await look();
  expect(world.status()?.state).toBe("success");
  world.at("11:05").push({ ".github/workflows/migration-gate.yml": GATE_WORKFLOW });
  await look();
  expect(world.status()).toMatchObject({
    state: "pending",
    description: "Waiting for a new report: it also edits .github/workflows/migration-gate.yml",
  });
  expect(await check()).toBe(1);
  expect(world.report()).toContain("older than the report of this plan");
  world.at("11:10").comment("ann", `/migration approve ${plan}`);
  await look();
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Approved by ann") });
});

test("what keeps a held change from passing is said by rule and place", async () => {
  world = await GateWorld.start();
  world.push(UNSAFE);
  await check();
  expect(world.report()).toContain(
    "**Would pass by itself but for:** `create-index-blocks-writes` (blocks writes) at `migrations/000002_index.up.sql:1`.",
  );
});

test("a named settings file and a baseline guard the gate, wherever the job runs", () => {
  expect(isGuarded("services/shop/ci/gate.yml", ["./ci/gate.yml"])).toBe(true);
  expect(isGuarded("known.json", [null, "known.json"])).toBe(true);
  expect(isGuarded("docs/settings.md", ["settings.md"])).toBe(true);
  expect(isGuarded("src/CODEOWNERS", [])).toBe(false);
  expect(isGuarded("my-migration-gate.yml", [])).toBe(false);
});
