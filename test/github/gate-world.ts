import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import webhooks from "@octokit/webhooks-examples" with { type: "json" };
import { afterAll, afterEach, expect, vi } from "vitest";
import { loadSettings } from "../../src/entry/load-settings.js";
import { combine } from "../../src/gate/combine.js";
import type { GateRecord } from "../../src/gate/gate-record.js";
import { githubClient } from "../../src/github/client.js";
import { commentPublisher } from "../../src/github/comment-publisher.js";
import { githubReader } from "../../src/github/reader.js";
import { recordedReport } from "../../src/github/recorded-report.js";
import { runAction } from "../../src/github/run-action.js";
import { runGate } from "../../src/github/run-gate.js";
import { runReplay } from "../../src/github/run-replay.js";
import { runVerify } from "../../src/github/run-verify.js";
import type { Assessment } from "../../src/model/assessment.js";
import { run } from "../../src/pipeline/run.js";
import { reportMarkerOf } from "../../src/report/marker.js";
import { reportOf } from "../../src/report/report-of.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";
import { FakeGitHub, type FakePullRequest } from "./fake-github.js";

export const NUMBER = 7;
const CONFIG = ".github/migration-gate.yml";
const SETTLED = {
  "migrations/000001_orders.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL);\n",
};
export const UNSAFE = { "migrations/000002_index.up.sql": "CREATE INDEX orders_placed_at_idx ON orders (placed_at);\n" };
export const SAFE = {
  "migrations/000002_index.up.sql": "CREATE INDEX CONCURRENTLY orders_placed_at_idx ON orders (placed_at);\n",
};

/** Where the runner's files lie; one for the whole process, since @actions/core remembers where it first found them. */
export const runnerFiles = new TemporaryRepository();

/** A repository, a clone of it, and a GitHub around both: pull request 7 by `author` adds a migration. */
export class GateWorld implements AsyncDisposable {
  readonly warnings: string[] = [];
  readonly logs: string[] = [];
  readonly kept: GateRecord[] = [];
  apiPath = "";
  /** Number of the workflow run. */
  run = 1;
  private readonly origin = TemporaryRepository.withGit();
  readonly clone = new TemporaryRepository();
  private readonly events = new TemporaryRepository();
  readonly base: string;

  private constructor(
    readonly github: FakeGitHub,
    settings: string,
    files: Readonly<Record<string, string>>,
  ) {
    this.base = this.origin.commit({ ...SETTLED, ...files, [CONFIG]: `postgres-version: 15\n${settings}` });
    this.origin.git("checkout", "--quiet", "-b", "work");
    this.clone.git("clone", "--quiet", this.origin.directory, ".");
    github.now = "2026-11-21T10:00:00Z";
    github.roles.set("ann", "write").set("ben", "maintain").set("reader", "read").set("author", "admin");
    github.pullRequests.set(NUMBER, {
      ...{ number: NUMBER, author: "author", head: this.base, headRepository: "acme/shop", baseRef: "main", base: this.base },
      ...{ state: "open", commits: [{ authors: ["author"], committer: "author" }], mergedAs: null },
    });
  }

  static async start(settings = "approvals: { high: 2 }\n", files: Readonly<Record<string, string>> = {}): Promise<GateWorld> {
    return new GateWorld(await FakeGitHub.start(), settings, files);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.github[Symbol.asyncDispose]();
    for (const each of [this.origin, this.clone, this.events]) each[Symbol.dispose]();
  }

  get pullRequest(): FakePullRequest {
    const found = this.github.pullRequests.get(NUMBER);
    if (found === undefined) throw new Error("no pull request");
    return found;
  }

  get folder(): string {
    return this.clone.directory;
  }

  /** Moves GitHub's clock. */
  at(time: string): this {
    this.github.now = `2026-11-21T${time}:00Z`;
    return this;
  }

  push(files: Readonly<Record<string, string | null>>): string {
    this.pullRequest.head = this.origin.commit(files);
    return this.pullRequest.head;
  }

  /** As `push`, with a file that is a symbolic link. */
  pushLink(path: string, target: string, files: Readonly<Record<string, string>>): void {
    rmSync(join(this.origin.directory, path), { force: true });
    symlinkSync(target, join(this.origin.directory, path));
    this.push(files);
  }

  /** Somebody else's merge: `main` moves on. */
  moveBase(files: Readonly<Record<string, string | null>>): string {
    this.origin.git("checkout", "--quiet", "main");
    const sha = this.origin.commit(files);
    this.origin.git("checkout", "--quiet", "work");
    return sha;
  }

  merge(): string {
    this.origin.git("checkout", "--quiet", "main");
    this.origin.git("merge", "--quiet", "--no-ff", "--message", "merge", "work");
    const merged = this.origin.git("rev-parse", "HEAD").trim();
    this.origin.git("checkout", "--quiet", "work");
    return merged;
  }

  /** GitHub's test merge of the pull request, which `actions/checkout` takes: [base, head]. */
  testMerge(): string {
    this.origin.git("checkout", "--quiet", "--detach", "main");
    this.origin.git("merge", "--quiet", "--no-ff", "--message", "test merge", "work");
    this.origin.git("update-ref", `refs/pull/${NUMBER}/merge`, "HEAD");
    const merged = this.origin.git("rev-parse", "HEAD").trim();
    this.origin.git("checkout", "--quiet", "work");
    return merged;
  }

  /** What `git merge main` on the branch makes: [head, base]. */
  mergeBaseIntoHead(): string {
    this.origin.git("checkout", "--quiet", "--detach", "work");
    this.origin.git("merge", "--quiet", "--no-ff", "--message", "other way round", "main");
    this.origin.git("update-ref", "refs/pull/8/merge", "HEAD");
    const merged = this.origin.git("rev-parse", "HEAD").trim();
    this.origin.git("checkout", "--quiet", "work");
    return merged;
  }

  /** Makes the clone as `fetch-depth: 1` would: that commit and nothing before it. */
  makeShallow(commit: string): void {
    const folder = this.clone.directory;
    rmSync(join(folder, ".git"), { recursive: true });
    this.clone.git("init", "--quiet");
    this.clone.git("remote", "add", "origin", this.origin.directory);
    this.clone.git("-c", "protocol.version=2", "fetch", "--quiet", "--depth=1", `file://${this.origin.directory}`, commit);
    this.clone.git("checkout", "--quiet", "--force", "--detach", commit);
  }

  checkOut(commit: string): void {
    this.clone.git("fetch", "--quiet", "origin", "main", "work", "+refs/pull/*:refs/pull/*");
    this.clone.git("checkout", "--quiet", "--detach", commit);
  }

  /** The check as it runs on `pull_request`, linting only, with its comment. */
  async check(): Promise<Assessment> {
    this.checkOut(this.pullRequest.head);
    const place = this.place();
    const client = githubClient("token", place, now);
    const reader = githubReader("token", place, now);
    const values = { engine: "none", base: this.base };
    const settings = await loadSettings(null, [{ from: "test", values }], (path) => readFrom(this.clone.directory, path));
    const event = { kind: "pull-request" as const, number: NUMBER, headSha: this.pullRequest.head, baseSha: this.base };
    const teller = commentPublisher({
      ...{ client, pullRequest: NUMBER, marker: reportMarkerOf(settings.key) },
      render: recordedReport({
        databases: [settings],
        reader,
        runUrl: null,
        event: { ...event, pusher: null, readOnlyToken: false },
        render: (assessed) => reportOf("markdown", assessed, { color: false, width: 100, limit: 50_000, fullReportUrl: null }),
      }),
      onRefused: (message) => this.warnings.push(message),
      onPublished: () => undefined,
      isCurrent: () => Promise.resolve(true),
    });
    const alone = {
      id: "comment",
      publish: (assessment: Assessment) => teller.tell(combine(settings.key, [{ key: settings.key, touched: true, assessment }])),
    };
    const assessment = await run(settings, [], {
      ...{
        repository: diskRepository(this.clone.directory),
        publishers: [alone],
        now: new Date(),
        signal: new AbortController().signal,
      },
      postgres: { start: () => Promise.reject(new Error("no engine in this test")) },
      log: { progress: () => undefined, warn: () => undefined },
    });
    this.checkOut(this.base);
    return assessment;
  }

  comment(author: string, body: string) {
    return this.github.addComment(author, body);
  }

  /** The gate after somebody wrote a comment, as the default branch's workflow runs it. */
  onComment(comment: { readonly id: number; readonly body: string }, action = "created") {
    const payload = recorded("issue_comment") as { issue: Record<string, unknown>; comment: object };
    const issue = { ...payload.issue, number: NUMBER, pull_request: { url: "https://github.example/" } };
    return this.gate("issue_comment", { ...payload, action, issue, comment: { ...payload.comment, ...comment } });
  }

  gate(name: string, payload: unknown) {
    const keep = async (record: GateRecord) => {
      this.kept.push(record);
    };
    return runGate({ ...this.request(name, payload), keep });
  }

  /** The whole action on an event, linting only, as a step of a job would run it; `sha` is the event's where the checkout is another. */
  async action(name: string, payload: unknown, commit: string | null, sha = commit): Promise<number> {
    if (commit !== null) this.checkOut(commit);
    const { variables } = this.request(name, payload);
    runnerFiles.write({ output: "", summary: "" });
    const files = { GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary" };
    for (const [key, file] of Object.entries(files)) vi.stubEnv(key, join(runnerFiles.directory, file));
    vi.stubEnv("GITHUB_WORKSPACE", this.clone.directory);
    vi.stubEnv("RUNNER_TEMP", runnerFiles.directory);
    const before = process.cwd();
    process.chdir(this.clone.directory);
    try {
      return await runAction({ ...variables, GITHUB_SHA: sha ?? "", "INPUT_GITHUB-TOKEN": "token", INPUT_ENGINE: "none" });
    } finally {
      process.chdir(before);
      vi.unstubAllEnvs();
    }
  }

  pullRequestEvent(action = "synchronize", sender = "author"): unknown {
    const { head, headRepository, base } = this.pullRequest;
    const side = (sha: string, repository: string) => ({ sha, repo: { full_name: repository } });
    const payload = recorded("pull_request") as { pull_request: object };
    const pullRequest = {
      ...payload.pull_request,
      number: NUMBER,
      head: side(head, headRepository),
      base: side(base, "acme/shop"),
    };
    return { ...payload, action, pull_request: pullRequest, sender: { login: sender, id: this.github.idOf(sender) } };
  }

  mergeGroupEvent(head: string, base: string): unknown {
    const payload = recorded("merge_group") as { merge_group: object };
    const ref = `refs/heads/gh-readonly-queue/main/pr-${NUMBER}-${base}`;
    return { ...payload, merge_group: { ...payload.merge_group, head_sha: head, base_sha: base, head_ref: ref } };
  }

  verify(commit: string, base: string) {
    this.checkOut(commit);
    return runVerify({ ...this.request("push", {}), base });
  }

  /** `migration-gate replay` in the clone. Returns its exit status; what it says is in `logs`. */
  replay(asked: { pullRequest?: number; since?: string; file?: string }) {
    const { pullRequest = null, since = null, file } = asked;
    return runReplay({ ...this.request("", {}), pullRequest, since, paths: file === undefined ? [] : [file] });
  }

  /** The newest status of a commit. */
  status(sha = this.pullRequest.head) {
    return this.github.statuses.findLast((status) => status.sha === sha);
  }

  report(): string {
    return (
      this.github.comments.find(({ author, body }) => author === this.github.identity && body.startsWith("<!--"))?.body ?? ""
    );
  }

  private request(name: string, payload: unknown) {
    const path = join(this.events.directory, "event.json");
    writeFileSync(path, JSON.stringify(payload));
    return {
      ...{ token: "token", config: null, values: {}, paths: [], folder: this.clone.directory, wait: now },
      variables: {
        GITHUB_REPOSITORY: "acme/shop",
        GITHUB_API_URL: this.github.url + this.apiPath,
        GITHUB_RUN_ID: String(this.run),
        GITHUB_EVENT_NAME: name,
        GITHUB_EVENT_PATH: path,
      },
      log: (message: string) => this.logs.push(message),
      warn: (message: string) => this.warnings.push(message),
    };
  }

  private place() {
    return { owner: "acme", repository: "shop", apiUrl: this.github.url };
  }
}

/** After each test of a file its world goes, and no request or answer broke GitHub's description; after all, the runner's files. */
export function endEach(world: () => GateWorld): void {
  afterAll(() => runnerFiles[Symbol.dispose]());
  afterEach(async () => {
    const { violations } = world().github;
    await world()[Symbol.asyncDispose]();
    expect(violations).toEqual([]);
  });
}

/** A payload as GitHub sent it once. */
export function recorded(name: string): Record<string, unknown> {
  const all = webhooks as unknown as readonly { name: string; examples: Record<string, unknown>[] }[];
  return structuredClone(all.find((each) => each.name === name)?.examples[0]) ?? {};
}

const now = () => Promise.resolve();

async function readFrom(folder: string, path: string): Promise<string | null> {
  const { readTextIfPresent } = await import("../../src/repository/read-text.js");
  return readTextIfPresent(join(folder, path));
}
