import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endEach, GateWorld, runnerFiles } from "./gate-world.js";

let world: GateWorld;
endEach(() => world);

const TABLE = (name: string) => `CREATE TABLE ${name} (id bigint PRIMARY KEY, at timestamptz NOT NULL);\n`;
const BASE = {
  "orders/000001_orders.up.sql": TABLE("orders"),
  "billing/000001_bills.up.sql": TABLE("bills"),
  "stock/000001_stock.up.sql": TABLE("stock"),
};
const DATABASES = [
  "databases:",
  "  - { key: orders, migrations: orders }",
  "  - { key: billing, migrations: billing }",
  "  - { key: stock, migrations: stock }",
  "",
].join("\n");
const HELD_ORDERS = { "orders/000002_index.up.sql": "CREATE INDEX orders_at_idx ON orders (at);\n" };
const SAFE_BILLING = { "billing/000002_index.up.sql": "CREATE INDEX CONCURRENTLY bills_at_idx ON bills (at);\n" };
const SAFE_ORDERS = { "orders/000002_index.up.sql": "CREATE INDEX CONCURRENTLY orders_at_idx ON orders (at);\n" };
const HELD_BILLING = { "billing/000002_index.up.sql": "CREATE INDEX bills_at_idx ON bills (at);\n" };

const check = () => world.action("pull_request", world.pullRequestEvent(), world.pullRequest.head);
const plan = () => /approve ([0-9a-f]{8})/u.exec(world.report())?.[1] ?? "";
const approve = (login: string, time = "11:00", digest = plan()) =>
  world.onComment(world.at(time).comment(login, `/migration approve ${digest}`));

async function start(
  files: Readonly<Record<string, string | null>>,
  settings = `approvals: { high: 1 }\n${DATABASES}`,
  base: Readonly<Record<string, string>> = BASE,
): Promise<number> {
  world = await GateWorld.start(settings, base);
  world.push(files);
  return check();
}

test("one held and one safe: one comment, worst first, one status; the one that is not touched is listed", async () => {
  expect(await start({ ...SAFE_BILLING, ...HELD_ORDERS })).toBe(1);
  expect(world.github.comments).toHaveLength(1);
  expect(new Set(world.github.statuses.map(({ context }) => context))).toEqual(new Set(["migration-gate"]));
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("0 of 1 approvals") });
  const report = world.report();
  expect(report).toContain("## ⛔ Held: 1 of 2 touched databases");
  expect(report).toContain("| `orders` | ⛔ held, 1 approval | high | 1 error, 1 warning, 1 note |");
  expect(report).toContain("| `billing` | ✅ passes |");
  expect(report).toContain("| `stock` | ➖ not touched by this change |");
  expect(report.indexOf("## ⛔ `orders`")).toBeLessThan(report.indexOf("## ✅ `billing`"));
  expect(report).not.toContain("`stock` · ");
  const digests = new Set([...report.matchAll(/plan `([0-9a-f]{8})`|approve ([0-9a-f]{8})/gu)].map(([, a, b]) => a ?? b));
  expect(digests).toEqual(new Set([plan()]));
  const outputs = readFileSync(join(runnerFiles.directory, "output"), "utf8");
  expect(outputs).toMatch(/decision<<(.*)\nhold\n\1/u);
  const json = JSON.parse(readFileSync(join(runnerFiles.directory, "migration-gate-default.json"), "utf8"));
  expect(Object.keys(json.databases)).toEqual(["orders", "billing", "stock"]);
  expect(json.verdict).toMatchObject({ decision: "hold", risk: "high" });
  expect(json.findings).toContainEqual(expect.objectContaining({ database: "orders", rule: "create-index-blocks-writes" }));
});

test("both safe: green without anybody", async () => {
  expect(await start({ ...SAFE_BILLING, ...SAFE_ORDERS })).toBe(0);
  expect(world.status()).toMatchObject({ state: "success" });
  expect(world.report()).not.toContain("/migration approve");
});

test("a change of no database: green, with all of them listed", async () => {
  expect(await start({ "README.md": "words\n" })).toBe(0);
  expect(world.status()).toMatchObject({ state: "success" });
  expect(world.report()).toContain("| `orders` | ➖ not touched by this change |");
});

test("one approval covers both, and a change in either ends it", async () => {
  await start({ ...HELD_BILLING, ...HELD_ORDERS });
  const first = plan();
  await approve("ann");
  expect(world.status()).toMatchObject({ state: "success", description: expect.stringContaining("Approved by ann") });
  world.at("11:05").push({ "billing/000002_index.up.sql": "CREATE INDEX bills_at_id_idx ON bills (at, id);\n" });
  await world.gate("pull_request_target", world.pullRequestEvent());
  expect(world.status()).toMatchObject({ state: "pending", description: expect.stringContaining("Waiting for a new report") });
  expect(await check()).toBe(1);
  expect(plan()).not.toBe(first);
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("it names another plan");
});

test("a database that the change begins to touch asks again, and a commit of none of them does not", async () => {
  await start(HELD_ORDERS);
  await approve("ann");
  world.at("11:05").push({ "README.md": "words\n" });
  expect(await check()).toBe(0);
  world.at("11:06").push(SAFE_BILLING);
  expect(await check()).toBe(1);
  expect(world.status()?.state).toBe("pending");
});

test("what another merge brings to a database that is not touched keeps the approval", async () => {
  await start(HELD_ORDERS);
  await approve("ann");
  world.moveBase({ "stock/000002_more.up.sql": TABLE("more_stock") });
  await approve("ben", "11:05");
  expect(world.status()?.state).toBe("success");
});

test("a review of the head approves all of them", async () => {
  await start({ ...HELD_BILLING, ...HELD_ORDERS });
  world.at("11:00").github.addReview("ann", "APPROVED", world.pullRequest.head);
  await world.gate("pull_request_review", world.pullRequestEvent("submitted", "ann"));
  expect(world.status()).toMatchObject({ state: "success" });
});

test("one that cannot be judged makes the whole so, and the others are told all the same", async () => {
  expect(
    await start(
      { ...HELD_ORDERS, "billing/000002_index.up.sql": "DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_user; END $$;\n" },
      `approvals: { high: 1 }\n${DATABASES.replace("migrations: stock", "migrations: stock, schema: [nowhere.sql]")}`,
    ),
  ).toBe(1);
  const { state, description } = world.status() ?? {};
  expect(state).not.toBe("success");
  expect(state).not.toBe("pending");
  expect(description).toContain("Cannot judge");
  const report = world.report();
  expect(report).toContain("## 🛑 Cannot judge: 2 of 3 touched databases");
  expect(report).toContain("| `billing` | 🛑 cannot be judged |");
  expect(report).toContain("| `stock` | 🛑 cannot be judged |");
  expect(report).toContain("## ⛔ `orders` · Held");
  expect(report).not.toContain("/migration approve");
});

test("the base's list rules: a database that the change takes out is judged, one that it adds is told", async () => {
  const list = "databases: [{ key: billing, migrations: billing }, { key: extra, migrations: extra }]\n";
  await start({
    ...HELD_ORDERS,
    ".github/migration-gate.yml": `postgres-version: 15\napprovals: { high: 1 }\n${list}`,
    "extra/000001_extra.up.sql": TABLE("extra"),
  });
  expect(world.status()?.state).toBe("pending");
  const report = world.report();
  expect(report).toContain("| `orders` | ⛔ held");
  expect(report).toContain("This change takes `orders` out of the settings: it is judged here all the same.");
  expect(report).toContain("This change adds the database `extra` to the settings: it is judged once they are merged.");
  expect(report).toContain("gate-edited");
});

test("who may approve one database does not open another's", async () => {
  const settings = [
    "approvals: { high: 1 }",
    "databases:",
    "  - { key: orders, migrations: orders, approvals: { high: 1, from: [ann] } }",
    "  - { key: billing, migrations: billing, approvals: { high: 1, from: [ben] } }",
    "",
  ].join("\n");
  await start({ ...HELD_ORDERS, ...HELD_BILLING }, settings);
  await approve("ann");
  expect(world.status()?.state).toBe("pending");
  expect(world.report()).toContain("⏳ 0 of 1: database `billing`, by `ben`");
  await approve("ben", "11:05");
  expect(world.status()?.state).toBe("success");
});

test("in the merge queue the approval covers all of them", async () => {
  await start({ ...HELD_BILLING, ...HELD_ORDERS });
  const base = world.moveBase({ "README.md": "merged meanwhile\n" });
  const group = world.merge();
  expect(await world.action("merge_group", world.mergeGroupEvent(group, base), group)).toBe(1);
  await approve("ann");
  expect(await world.action("merge_group", world.mergeGroupEvent(group, base), group)).toBe(0);
  expect(world.status(group)?.state).toBe("success");
});
