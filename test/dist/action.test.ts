import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import webhooks from "@octokit/webhooks-examples" with { type: "json" };
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeGitHub } from "../github/fake-github.js";
import { GitRepository } from "./git-repository.js";
import { type ActionCall, type ActionRun, runBuiltAction } from "./runner.js";

const SETTLED = {
  "migrations/000001_orders.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL);\n",
  "migrations/000001_orders.down.sql": "DROP TABLE orders;\n",
};
const UNSAFE = {
  "migrations/000002_index.up.sql": "CREATE INDEX orders_placed_at_idx ON orders (placed_at);\n",
  "migrations/000002_index.down.sql": "DROP INDEX orders_placed_at_idx;\n",
};
const SAFE = {
  "migrations/000002_index.up.sql": "CREATE INDEX CONCURRENTLY orders_placed_at_idx ON orders (placed_at);\n",
  "migrations/000002_index.down.sql": "DROP INDEX CONCURRENTLY orders_placed_at_idx;\n",
};

let action: string;
let github: FakeGitHub;
let repository: GitRepository;
let base: string;

beforeAll(() => {
  action = mkdtempSync(join(tmpdir(), "gate-action-"));
  cpSync("dist", action, { recursive: true });
});
afterAll(() => rmSync(action, { recursive: true }));
beforeEach(async () => {
  github = await FakeGitHub.start();
  repository = new GitRepository();
  base = repository.commit(SETTLED);
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github[Symbol.asyncDispose]();
  repository[Symbol.dispose]();
});

interface Payload {
  pull_request: {
    number: number;
    head: { sha: string; repo: { full_name: string } };
    base: { sha: string; repo: { full_name: string } };
  };
}

function pullRequestEvent(head: string, headRepository = "acme/shop"): Payload {
  const recorded = (webhooks as unknown as readonly { name: string; examples: unknown[] }[]).find(
    ({ name }) => name === "pull_request",
  )?.examples[0];
  const payload = structuredClone(recorded) as Payload;
  payload.pull_request.number = 7;
  payload.pull_request.head = {
    ...payload.pull_request.head,
    sha: head,
    repo: { ...payload.pull_request.head.repo, full_name: headRepository },
  };
  payload.pull_request.base = {
    ...payload.pull_request.base,
    sha: base,
    repo: { ...payload.pull_request.base.repo, full_name: "acme/shop" },
  };
  return payload;
}

function push(head: string, more: Partial<ActionCall> = {}): Promise<ActionRun> {
  return runBuiltAction({
    action,
    workspace: repository.folder,
    apiUrl: github.url,
    eventName: "pull_request",
    event: pullRequestEvent(head),
    inputs: { engine: "pglite" },
    ...more,
  });
}

/** States of the status `migration-gate` on one commit, in order. */
const statesOf = (sha: string) =>
  github.statuses.filter((status) => status.sha === sha && status.context === "migration-gate").map(({ state }) => state);

describe.skipIf(!existsSync("dist/index.js"))("the built action", () => {
  test("three pushes leave one comment and the right status each time", async () => {
    const unsafe = repository.commit(UNSAFE);
    const first = await push(unsafe);
    expect(first.status, first.log).toBe(1);
    expect(first.outputs).toMatchObject({ decision: "hold", risk: "high" });
    expect(statesOf(unsafe)).toEqual(["pending", "pending"]);
    expect(first.commands).toContainEqual(
      expect.objectContaining({ command: "error", properties: expect.stringContaining("000002_index.up.sql") }),
    );
    expect(first.summary).toContain("orders");

    const safe = repository.commit(SAFE);
    const second = await push(safe);
    expect(second.status, second.log).toBe(0);
    expect(second.outputs).toMatchObject({ decision: "pass" });
    expect(statesOf(safe)).toEqual(["pending", "success"]);

    const none = repository.commit({ "migrations/000002_index.up.sql": null, "migrations/000002_index.down.sql": null });
    const third = await push(none);
    expect(third.status, third.log).toBe(0);
    expect(statesOf(none)).toEqual(["pending", "success"]);
    expect(github.statuses.at(-1)?.description).toContain("No migrations");

    expect(github.comments).toHaveLength(1);
    expect(third.outputs["comment-url"]).toContain(`issuecomment-${github.comments[0]?.id}`);
  });

  test("a fork that may not comment keeps its verdict and says why", async () => {
    const head = repository.commit(UNSAFE);
    for (let number = 0; number < 4; number++)
      github.faults.push({ on: /^POST \/repos/u, status: 403, message: "Resource not accessible by integration" });
    const outcome = await push(head, { event: pullRequestEvent(head, "stranger/shop") });
    expect(outcome.status, outcome.log).toBe(1);
    expect(outcome.outputs).toMatchObject({ decision: "hold" });
    expect(outcome.log).toContain("forks");
    expect(github.comments).toEqual([]);
    expect(outcome.summary).toContain("orders");
  });

  test("an event that names nothing to judge is no pass", async () => {
    repository.commit(UNSAFE);
    const outcome = await push("", { eventName: "workflow_dispatch", event: {} });
    expect(outcome.status, outcome.log).toBe(2);
    expect(outcome.outputs["decision"]).toBeUndefined();
  });

  test("a mistake in the settings fails the status and names the right spelling", async () => {
    const head = repository.commit({ ...UNSAFE, "migration-gate.yml": "enginee: pglite\n" });
    const outcome = await push(head);
    expect(outcome.status, outcome.log).toBe(2);
    expect(outcome.log).toContain("did you mean `engine`");
    expect(statesOf(head)).toEqual(["error"]);
  });

  test("GitHub out of reach is no pass", async () => {
    const head = repository.commit(SAFE);
    const outcome = await push(head, { apiUrl: "http://127.0.0.1:9" });
    expect(outcome.status, outcome.log).toBe(2);
  });
});
