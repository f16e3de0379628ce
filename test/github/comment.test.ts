import { afterEach, beforeEach, expect, test } from "vitest";
import { githubClient } from "../../src/github/client.js";
import { commentPublisher } from "../../src/github/comment-publisher.js";
import type { Environment } from "../../src/github/environment.js";
import type { Assessed } from "../../src/model/assessed.js";
import { FakeGitHub } from "./fake-github.js";

const MARKER = "<!-- migration-gate report · key=default ·";
let github: FakeGitHub;

beforeEach(async () => {
  github = await FakeGitHub.start();
});

afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github[Symbol.asyncDispose]();
});

/** Publishes one text as the comment; returns what was refused. */
async function publish(body: string): Promise<string[]> {
  const environment: Environment = {
    owner: "acme",
    repository: "shop",
    apiUrl: github.url,
    runUrl: "https://github.example/run/1",
    event: {
      kind: "pull-request",
      number: 7,
      headSha: "a".repeat(40),
      baseSha: "b".repeat(40),
      pusher: null,
      readOnlyToken: false,
    },
  };
  const refused: string[] = [];
  const publisher = commentPublisher({
    client: githubClient("token", environment, () => Promise.resolve()),
    pullRequest: 7,
    marker: MARKER,
    render: () => `${MARKER} digest=1 -->\n${body}`,
    onRefused: (message) => refused.push(message),
    onPublished: () => undefined,
    isCurrent: () => Promise.resolve(true),
  });
  await publisher.tell({} as Assessed);
  return refused;
}

test("three pushes leave one comment with the newest text", async () => {
  for (const body of ["first", "second", "third"]) await publish(body);
  expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER} digest=1 -->\nthird`]);
});

test("an unchanged report edits nothing", async () => {
  await publish("same");
  await publish("same");
  expect(github.requests.filter((line) => line.startsWith("PATCH"))).toEqual([]);
});

test("a marker that somebody else planted is left alone", async () => {
  github.addComment("mallory", `${MARKER} digest=1 -->\nforged`);
  await publish("real");
  expect(github.comments.map(({ author }) => author)).toEqual(["mallory", "github-actions[bot]"]);
  expect(github.comments[0]?.body).toContain("forged");
});

test("our marker inside a comment of ours for another purpose does not count", async () => {
  github.addComment("github-actions[bot]", `Quoting:\n${MARKER} digest=1 -->`);
  await publish("real");
  expect(github.comments).toHaveLength(2);
});

test("the comment is found beyond the first hundred", async () => {
  for (let number = 0; number < 130; number++) github.addComment("someone", `comment ${number}`);
  await publish("first");
  await publish("second");
  expect(github.comments.filter(({ author }) => author === "github-actions[bot]")).toHaveLength(1);
});

test("two comments of ours, left by racing runs, become one", async () => {
  github.addComment("github-actions[bot]", `${MARKER} digest=1 -->\na`);
  github.addComment("github-actions[bot]", `${MARKER} digest=1 -->\nb`);
  await publish("c");
  expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER} digest=1 -->\nc`]);
});

test("a 502 behind a comment that was made does not make a second", async () => {
  github.faults.push({ on: /^POST .*comments$/u, status: 502, message: "Bad Gateway", afterEffect: true });
  await publish("once");
  expect(github.comments).toHaveLength(1);
});

test("a 502 that made nothing is tried again", async () => {
  github.faults.push({ on: /^POST .*comments$/u, status: 502, message: "Bad Gateway" });
  await publish("once");
  expect(github.comments).toHaveLength(1);
});

test("a secondary limit is waited out", async () => {
  github.faults.push({
    on: /^GET .*comments$/u,
    status: 403,
    message: "You have exceeded a secondary rate limit",
    headers: { "retry-after": "1" },
  });
  await publish("late");
  expect(github.comments).toHaveLength(1);
});

test("a token that may not comment is told, not thrown", async () => {
  github.faults.push({ on: /^POST .*comments$/u, status: 403, message: "Resource not accessible by integration" });
  expect(await publish("never")).toEqual([expect.stringContaining("Resource not accessible by integration")]);
  expect(github.comments).toEqual([]);
});

test("a comment deleted between list and edit is written anew", async () => {
  github.addComment("github-actions[bot]", `${MARKER} digest=1 -->\nold`);
  github.faults.push({ on: /^PATCH /u, status: 404, message: "Not Found", meanwhile: () => github.comments.splice(0) });
  expect(await publish("new")).toEqual([]);
  expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER} digest=1 -->\nnew`]);
});

test("GitHub out of reach is an error that the user can act on", async () => {
  for (let number = 0; number < 8; number++) github.faults.push({ on: /comments$/u, status: 503, message: "Unavailable" });
  await expect(publish("lost")).rejects.toMatchObject({ code: "github/unreachable" });
});
