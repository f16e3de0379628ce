import { expect, test } from "vitest";
import { endEach, GateWorld, NUMBER, recorded, SAFE, UNSAFE } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

/** A held change whose report was shown at ten. Returns its digest's first eight. */
async function held(settings?: string): Promise<string> {
  world = await GateWorld.start(settings);
  world.push(UNSAFE);
  const { digest, verdict } = await world.check();
  expect(verdict).toMatchObject({ decision: "hold", risk: "high" });
  return digest.slice(0, 8);
}

/** Everybody writes the same, a minute apart, and the gate looks after each. */
async function say(text: string, ...logins: readonly string[]): Promise<void> {
  for (const [index, login] of logins.entries()) {
    world.at(`11:0${index}`);
    await world.onComment(world.comment(login, text));
  }
}

test("two approvals turn a held change green, and the report says by whom", async () => {
  const plan = await held();
  await say(`/migration approve ${plan}`, "ann");
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("1 of 2 approvals") });
  await say(`/migration approve ${plan}`, "ben");
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Approved by ann, ben") });
  expect(world.report()).toContain("| `ann` | approve | 2026-11-21 11:00 UTC |");
  expect(world.github.reactions.map(({ content }) => content)).toEqual(["+1", "+1"]);
  expect(world.github.comments.filter(({ author }) => author === world.github.identity)).toHaveLength(1);
});

test("a malformed command is answered by a reaction and one line, not by a comment", async () => {
  await held();
  await say("/migration approve", "ann");
  expect(world.github.reactions.map(({ content }) => content)).toEqual(["confused"]);
  expect(world.report()).toContain("after `approve` comes the plan's digest");
  expect(world.github.comments).toHaveLength(2);
});

test("talk is not looked at", async () => {
  await held();
  await world.onComment(world.comment("ann", "looks good"));
  expect(world.github.statuses).toEqual([]);
});

test("an edited approval does not count, nor does a deleted one", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  const comment = world.at("11:00").comment("ann", `/migration approve ${plan}`);
  await world.onComment(comment);
  expect(world.status()?.state).toBe("success");
  Object.assign(comment, { editor: "mallory", updatedAt: "2026-11-21T11:30:00Z" });
  await world.onComment(comment, "edited");
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("edited comments never count");
  Object.assign(comment, { editor: null, updatedAt: comment.createdAt });
  await world.onComment(comment, "edited");
  expect(world.status()?.state).toBe("success");
  world.github.comments.splice(world.github.comments.indexOf(comment), 1);
  await world.onComment(comment, "deleted");
  expect(world.status()?.state).toBe("pending");
});

test("an edit that the times do not betray is found all the same", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  const comment = world.at("11:00").comment("ann", `/migration approve ${plan}`);
  comment.editor = "mallory";
  await world.onComment(comment);
  expect(world.status()?.state).toBe("pending");
});

test.each([31, 101, 250])("the approval counts as comment number %i, and the report as the first", async (position) => {
  const plan = await held("approvals: { high: 1 }\n");
  while (world.github.comments.length < position - 1) world.comment("reader", "noise");
  await say(`/migration approve ${plan}`, "ann");
  expect(world.github.comments).toHaveLength(position);
  expect(world.status()?.state).toBe("success");
});

test("approvals beyond the first hundred reviews count", async () => {
  await held("approvals: { high: 1 }\n");
  for (let number = 0; number < 120; number++) world.github.addReview("reader", "COMMENTED", world.pullRequest.head);
  world.at("11:00").github.addReview("ann", "APPROVED", world.pullRequest.head);
  await world.gate("pull_request_review", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
});

test("a review of an older commit with the same plan counts; with another plan it does not", async () => {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  const other = world.push({ "migrations/000002_index.up.sql": "CREATE INDEX other_idx ON orders (placed_at);\n" });
  const same = world.push(UNSAFE);
  await world.check();
  world.push({ "README.md": "words\n" });
  world.at("11:00").github.addReview("ann", "APPROVED", other);
  await world.gate("pull_request_review", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
  world.at("11:05").github.addReview("ann", "APPROVED", same);
  await world.gate("pull_request_review", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
});

test("a dismissed review brings no older approval back", async () => {
  await held("approvals: { high: 1 }\n");
  world.at("11:00").github.addReview("ann", "APPROVED", world.pullRequest.head);
  world.at("11:10").github.addReview("ann", "DISMISSED", world.pullRequest.head);
  await world.gate("pull_request_review", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("an approval before the report does not count, even for the right plan", async () => {
  world = await GateWorld.start("approvals: { high: 1 }\n");
  world.push(UNSAFE);
  const { digest } = await world.at("12:00").check();
  world.github.addComment("ann", `/migration approve ${digest}`, {
    createdAt: "2026-11-21T11:59:00Z",
    updatedAt: "2026-11-21T11:59:00Z",
  });
  await world.onComment(world.at("12:10").comment("reader", `/migration approve ${digest}`));
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("older than the report");
});

test("files reordered after the approval: the status waits for a new report, which starts at zero", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration approve ${plan}`, "ann");
  const [name = ""] = Object.keys(UNSAFE);
  world.push({ [name]: null, "migrations/000003_index.up.sql": Object.values(UNSAFE)[0] ?? "" });
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("Waiting for a new report") });
  await world.at("12:00").check();
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1") });
});

test("a commit that touches no migration keeps the approvals", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration approve ${plan}`, "ann");
  world.push({ "README.md": "words\n" });
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
  await world.at("12:00").check();
  expect(world.report()).toContain("Approved: 1 of 1");
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
});

test("somebody else's migration on the base voids the report; other merges do not", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration approve ${plan}`, "ann");
  world.moveBase({ "README.md": "merged meanwhile\n" });
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
  world.moveBase({ "migrations/000001_users.up.sql": "CREATE TABLE users (id bigint PRIMARY KEY);\n" });
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("a change that softens the policy is judged by the base's policy", async () => {
  world = await GateWorld.start("approvals: { high: 2 }\n");
  world.push({ ...UNSAFE, ".github/migration-gate.yml": "postgres-version: 15\napprovals: { high: 0, from: [author] }\n" });
  const { digest } = await world.check();
  await say(`/migration approve ${digest}`, "ann");
  expect(world.status()?.state).toBe("pending");
  expect(world.status()?.description).toContain("Waiting for a new report");
});

test("author, co-author, committer and pusher do not approve their own work, whatever account they use", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  for (const login of ["author-at-work", "pair", "rebaser"]) world.github.roles.set(login, "admin");
  world.pullRequest.commits.push({ authors: ["author-at-work", "pair"], committer: "rebaser" });
  await say(`/migration approve ${plan}`, "author", "author-at-work", "pair", "rebaser");
  expect(world.status()?.state).toBe("pending");
  expect(world.report().match(/never decide on their own work/gu)).toHaveLength(4);
});

test("commits beyond what GitHub lists make it impossible to tell who wrote them", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  while (world.pullRequest.commits.length < 251) world.pullRequest.commits.push({ authors: ["author"], committer: "author" });
  await expect(say(`/migration approve ${plan}`, "ann")).rejects.toThrow("250 of 251 commits");
  expect(world.status()?.state).toBe("error");
});

test("an address that no account claims is told", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  world.pullRequest.commits.push({ authors: ["root@localhost"], committer: "author" });
  await say(`/migration approve ${plan}`, "ann");
  expect(world.report()).toContain("`root@localhost`");
});

test("a team that the token cannot read approves nothing, with one clear line", async () => {
  const plan = await held("approvals: { high: 1, from: [acme/db-owners] }\n");
  await say(`/migration approve ${plan}`, "ann");
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("`GITHUB_TOKEN` never can");
  world.github.teams.set("acme/db-owners", ["ann"]);
  await say(`/migration approve ${plan}`, "ben");
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("ann") });
});

test("bots do not approve, and somebody without write access does not", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  world.github.roles.set("helper[bot]", "admin");
  await say(`/migration approve ${plan}`, "helper[bot]", "reader", "nobody");
  expect(world.status()?.state).toBe("pending");
  expect(world.github.reactions.map(({ content }) => content)).toEqual(["confused", "confused", "confused"]);
});

test("a permission that cannot be read speaks for nobody", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  world.github.faults.push({ on: /permission$/u, status: 403, message: "Resource not accessible by integration" });
  await say(`/migration approve ${plan}`, "ann");
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("cannot read what access");
});

test("an approval ends at its hour, seen by the schedule", async () => {
  const plan = await held("approvals: { high: 1, expires-hours: 2 }\n");
  await say(`/migration approve ${plan}`, "ann");
  await world.at("12:59").gate("schedule", {});
  expect(world.status()?.state).toBe("success");
  await world.at("13:00").gate("schedule", {});
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("expired") });
});

test("the schedule says nothing where nothing can have changed, and tells when the base has moved", async () => {
  world = await GateWorld.start();
  await world.gate("schedule", {});
  world.push(UNSAFE);
  await world.check();
  await world.gate("schedule", {});
  expect(world.github.statuses).toEqual([]);
  world.moveBase({ "migrations/000001_users.up.sql": "CREATE TABLE users (id bigint PRIMARY KEY);\n" });
  await world.gate("schedule", {});
  expect(world.status()?.state).toBe("pending");
});

test("nothing is left behind in the clone, and what is checked out stays", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  const before = world.clone.git("rev-parse", "HEAD") + world.clone.git("status", "--porcelain");
  await say(`/migration approve ${plan}`, "ann");
  expect(world.clone.git("worktree", "list").trim().split("\n")).toHaveLength(1);
  expect(world.clone.git("rev-parse", "HEAD") + world.clone.git("status", "--porcelain")).toBe(before);
});

test("a rejection holds until who gave it withdraws", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration reject ${plan} it locks orders`, "ben");
  await say(`/migration approve ${plan}`, "ann");
  expect(world.status()).toMatchObject({ state: "failure", description: expect.stringContaining("Sent back by ben") });
  world.at("11:30");
  await world.onComment(world.comment("ben", `/migration withdraw ${plan}`));
  expect(world.status()?.state).toBe("success");
});

test("an override by who is named for it opens, and stays shown", async () => {
  const plan = await held("approvals: { override: [ann] }\n");
  await say(`/migration override ${plan} incident:https://status.example/9 checkout is down`, "ben", "ann");
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Overridden by ann") });
  expect(world.report()).toContain("checkout is down");
  expect(world.report()).toContain("`https://status.example/9");
});

test("reasons neither mention nor render", async () => {
  const plan = await held();
  await say(`/migration reject ${plan} @acme/everyone <img src=x> | [x](https://evil.example) \`a\``, "ben");
  const section = world.report().split("### Approvals")[1] ?? "";
  expect(section.replace(/`[^`]*`|<code>.*?<\/code>/gu, "")).not.toMatch(/@acme|<img|\]\(http/u);
});

test("a passing change stays green without approvals, and a rejection stops it", async () => {
  world = await GateWorld.start();
  world.push(SAFE);
  const { digest, verdict } = await world.check();
  expect(verdict.decision).toBe("pass");
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("success");
  await say(`/migration reject ${digest} not today`, "ben");
  expect(world.status()?.state).toBe("failure");
});

test("a comment that copies our report is not ours", async () => {
  await held();
  const [report] = world.github.comments;
  const forged = (report?.body ?? "").replace("decision=hold", "decision=pass").replace("required=2", "required=0");
  world.at("11:00").comment("mallory", forged);
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("a person who is named like our app is not our app", async () => {
  await held();
  const [report] = world.github.comments;
  world.at("11:00").comment("github-actions", (report?.body ?? "").replace("decision=hold", "decision=pass"));
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("our report, edited by somebody else, is not believed until the check has run again", async () => {
  await held();
  const [report] = world.github.comments;
  Object.assign(report ?? {}, { body: report?.body.replace("decision=hold", "decision=pass"), editor: "mallory" });
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()).toMatchObject({ state: "error", description: expect.stringContaining("mallory edited the report") });
  await world.at("12:00").check();
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("an edited report does not make older approvals count by the next check", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  const [report] = world.github.comments;
  world.at("11:00").comment("ann", `/migration approve ${plan}`);
  Object.assign(report ?? {}, { body: report?.body.replace(/since=\S+/u, "since=2026-11-01T00:00:00Z"), editor: "ann" });
  await world.at("12:00").check();
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()?.state).toBe("pending");
});

test("a pull request of a fork without a report says what to do, and is not green", async () => {
  world = await GateWorld.start();
  world.push(UNSAFE);
  world.pullRequest.headRepository = "stranger/shop";
  await say("/migration approve 7c1f09e2", "ann");
  expect(world.status()).toMatchObject({
    state: "error",
    description: expect.stringContaining("runs of forks cannot write one"),
  });
});

test("a pull request of a fork without a migration is green by the trusted run alone", async () => {
  world = await GateWorld.start();
  world.push({ "README.md": "words\n" });
  world.pullRequest.headRepository = "stranger/shop";
  await world.gate("pull_request_target", { pull_request: { number: NUMBER } });
  expect(world.status()).toMatchObject({ state: "success", description: "No migrations in this change" });
});

test("a migration outside of the folder that is judged is not nothing", async () => {
  world = await GateWorld.start();
  world.push({ "db/migrations/000009_x.up.sql": "DROP TABLE orders;\n" });
  world.pullRequest.headRepository = "stranger/shop";
  await world.gate("pull_request_target", world.pullRequestEvent());
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("risk critical: 0 of 2") });
});

test("a read-only token is told as what it is", async () => {
  await held();
  world.pullRequest.headRepository = "stranger/shop";
  world.github.faults.push({ on: /^POST .*statuses/u, status: 403, message: "Resource not accessible by integration" });
  expect(await world.gate("pull_request_review", { pull_request: { number: NUMBER } })).toBe(1);
  expect(world.warnings.join()).toContain("forks");
  expect(world.status()).toBeUndefined();
});

test("an event that is of no pull request is no pass", async () => {
  await held();
  await expect(world.gate("push", { before: world.base })).rejects.toMatchObject({ code: "github/no-event" });
  expect(world.github.statuses).toEqual([]);
});

test("a comment on an issue is nothing", async () => {
  await held();
  const payload = recorded("issue_comment");
  await world.gate("issue_comment", { ...payload, comment: { id: 1, body: "/migration approve 7c1f09e2" } });
  expect(world.github.statuses).toEqual([]);
});

test("a push while the gate reads leaves the new head to its own run", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  const old = world.pullRequest.head;
  world.github.faults.push({
    ...{ on: /permission$/u, status: 502, message: "Bad Gateway" },
    meanwhile: () => world.push({ "README.md": "later\n" }),
  });
  await say(`/migration approve ${plan}`, "ann");
  expect(world.status(old)).toBeUndefined();
  expect(world.status()).toBeUndefined();
});

test("a closed pull request keeps its last word", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  world.pullRequest.state = "closed";
  await say(`/migration approve ${plan}`, "ann");
  expect(world.github.statuses).toEqual([]);
});

test("GitHub out of reach is an error, never green", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  for (let number = 0; number < 4; number++) world.github.faults.push({ on: /reviews$/u, status: 503, message: "Unavailable" });
  await expect(say(`/migration approve ${plan}`, "ann")).rejects.toMatchObject({ code: "github/unreachable" });
  expect(world.status()?.state).toBe("error");
});

test("in the merge queue, approvals of the same plan carry over to the group's commit", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration approve ${plan}`, "ann");
  const base = world.moveBase({ "README.md": "words\n" });
  const group = world.merge();
  await world.gate("merge_group", world.mergeGroupEvent(group, base));
  expect(world.status(group)).toMatchObject({ state: "success" });
});

test("in the merge queue, a migration that came in between fails at once", async () => {
  const plan = await held("approvals: { high: 1 }\n");
  await say(`/migration approve ${plan}`, "ann");
  const base = world.moveBase({ "migrations/000001_users.up.sql": "CREATE TABLE users (id bigint PRIMARY KEY);\n" });
  const group = world.merge();
  await world.gate("merge_group", world.mergeGroupEvent(group, base));
  expect(world.status(group)).toMatchObject({
    state: "failure",
    description: expect.stringContaining("The queue changed the plan"),
  });
});
