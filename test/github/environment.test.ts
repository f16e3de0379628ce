import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import webhooks from "@octokit/webhooks-examples" with { type: "json" };
import { afterAll, describe, expect, test } from "vitest";
import { readEnvironment } from "../../src/github/environment.js";

const folder = mkdtempSync(join(tmpdir(), "gate-event-"));
afterAll(() => rmSync(folder, { recursive: true }));

function environmentFor(name: string, payload: unknown, more: Record<string, string> = {}) {
  const path = join(folder, "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return readEnvironment({
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: "c".repeat(40),
    ...more,
  });
}

interface PullRequestPayload {
  pull_request: { head: { sha: string; repo: { full_name: string } | null }; base: { sha: string }; number: number };
}

const pullRequests =
  (webhooks as unknown as readonly { name: string; examples: unknown[] }[]).find(({ name }) => name === "pull_request")
    ?.examples ?? [];

describe("the event of a pull request", () => {
  test.each(pullRequests.map((payload, index) => [index, payload as PullRequestPayload]))(
    "recorded example %i names head, base and number",
    (_, payload) => {
      const { head, base, number } = payload.pull_request;
      expect(environmentFor("pull_request", payload).event).toMatchObject({
        kind: "pull-request",
        number,
        headSha: head.sha,
        baseSha: base.sha,
      });
    },
  );

  test("from a fork has a token that may only read", () => {
    const payload = structuredClone(pullRequests[0]) as PullRequestPayload;
    payload.pull_request.head.repo = { full_name: "stranger/shop" };
    expect(environmentFor("pull_request", payload).event).toMatchObject({ readOnlyToken: true });
  });

  test("from a fork that was deleted counts as a fork", () => {
    const payload = structuredClone(pullRequests[0]) as PullRequestPayload;
    payload.pull_request.head.repo = null;
    expect(environmentFor("pull_request", payload).event).toMatchObject({ readOnlyToken: true });
  });

  test("by Dependabot has a token that may only read", () => {
    expect(environmentFor("pull_request", pullRequests[0], { GITHUB_ACTOR: "dependabot[bot]" }).event).toMatchObject({
      readOnlyToken: true,
    });
  });
});

describe("other events", () => {
  test("a push names the commit before it", () => {
    expect(environmentFor("push", { before: "d".repeat(40) }).event).toEqual({
      kind: "other",
      name: "push",
      sha: "c".repeat(40),
      baseSha: "d".repeat(40),
    });
  });

  test("the first push of a branch names none", () => {
    expect(environmentFor("push", { before: "0".repeat(40) }).event).toMatchObject({ baseSha: null });
  });

  test("a merge group names its base", () => {
    expect(environmentFor("merge_group", { merge_group: { base_sha: "e".repeat(40) } }).event).toMatchObject({
      baseSha: "e".repeat(40),
    });
  });
});

test("an event file that is not there is one clear error", () => {
  expect(() =>
    readEnvironment({ GITHUB_REPOSITORY: "a/b", GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: join(folder, "none.json") }),
  ).toThrowError(expect.objectContaining({ code: "github/no-event" }));
});
