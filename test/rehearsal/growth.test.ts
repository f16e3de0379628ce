import { afterAll, beforeAll, expect, test } from "vitest";
import { estimateImpacts } from "../../src/impact/estimate-impacts.js";
import type { Statistics } from "../../src/model/statistics.js";
import type { Server, Session } from "../../src/rehearsal/engine.js";
import type { GrowthWish } from "../../src/rehearsal/growth/growth-wish.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const before = "create table orders (id int primary key, total int, note text); create table owners (id int primary key);";

function statistics(rows: Readonly<Record<string, number | null>>): Statistics {
  const tables = Object.entries(rows).map(([key, count]) => [
    key,
    {
      rows: count,
      parent: null,
      bytes: 0,
      toastBytes: 0,
      deadRows: 0,
      readsPerSecond: 1,
      writesPerSecond: 1,
      analyzedAt: null,
      columns: {},
      indexes: {},
    },
  ]);
  const server = {
    version: "15",
    versionNumber: 150_000,
    standby: false,
    databaseBytes: 0,
    replicas: 0,
    countedSeconds: 1,
    longestTransactionSeconds: null,
    extensions: {},
    settings: {},
  };
  return { version: 1, takenAt: new Date().toISOString(), server, tables: Object.fromEntries(tables) };
}

async function fill(session: Session, _versionNumber: number, { rows }: Parameters<GrowthWish["fill"]>[2]) {
  const filled = [...rows].map(([relation, count]) => ({ relation, rows: count, ms: 0 }));
  for (const [key, count] of rows) await session.run(`insert into ${key} select n from generate_series(1, ${count}) n`);
  return { filled, unfilled: [] };
}

const wish = (more: Partial<GrowthWish> = {}): GrowthWish => ({
  statistics: statistics({ "public.orders": 4_000_000, "public.owners": 10 }),
  budgetMs: 60_000,
  sizes: [500, 5_000],
  fill,
  ...more,
});

test("statements that work on a table are measured at each size, up and down, and who waits is known", async () => {
  const result = await rehearsal(server, {
    before,
    up: "alter table orders add column checked boolean; create index orders_total on orders (total); update orders set note = 'x'; alter table orders alter column id type bigint;",
    down: "drop index orders_total; alter table orders alter column id type int; alter table orders drop column checked;",
    plan: { growth: wish() },
  });
  expect(result.outcome).toBe("completed");
  if (server.engineId === "pglite") {
    expect(result.growth).toMatchObject({ statements: [], unmeasured: [{ why: expect.stringContaining("embedded") }] });
    return;
  }
  expect(result.growth?.unmeasured).toEqual([]);
  const found = result.growth?.statements ?? [];
  expect(found.map(({ phase, statement, work }) => `${phase} ${statement} ${work}`)).toEqual([
    "up 1 build",
    "up 2 rows",
    "up 3 rewrite",
    "down 1 rewrite",
  ]);
  for (const { relation, points } of found) {
    expect(relation).toBe("public.orders");
    expect(points.map(({ rows }) => rows)).toEqual([500, 5_000]);
  }
  // The column took ACCESS EXCLUSIVE before, and one transaction holds it over all that follows.
  expect(found[1]?.blocks).toContainEqual({ relation: "public.orders", reads: true, writes: true });
  expect(found[1]?.points.map(({ changed }) => changed)).toEqual([500, 5_000]);
  expect(found[2]?.points[1]?.newBytes).toBeGreaterThan(found[2]?.points[0]?.newBytes ?? 0);

  const impacts = estimateImpacts(found, { statistics: wish().statistics, now: new Date(), speed: 1 });
  expect(impacts).toHaveLength(4);
  const likely = impacts.map(({ estimate }) => estimate.seconds.likely);
  expect(likely).toEqual([...likely].sort((a, b) => b - a));
  expect(impacts.every(({ factor }) => factor === 800)).toBe(true);
}, 120_000);

test("a table that the statistics do not know gets no number and is told; a full fill says why", async () => {
  const up = "create index on orders (total)";
  const unknown = await rehearsal(server, {
    before,
    up,
    plan: { growth: wish({ statistics: statistics({ "public.owners": 9 }) }) },
  });
  if (server.engineId === "pglite") return;
  expect(unknown.growth).toMatchObject({ statements: [], unmeasured: [{ what: expect.stringContaining("public.orders") }] });
  const refused = async () => Promise.resolve({ filled: [], unfilled: [{ relation: "public.orders", reason: "no value fits" }] });
  const empty = await rehearsal(server, { before, up, plan: { growth: wish({ fill: refused }) } });
  expect(empty.growth?.statements).toEqual([]);
  expect(empty.growth?.unmeasured.map(({ why }) => why).join()).toContain("no value fits");
}, 120_000);

test("a statement that the generated rows stop is told, and what came before it is measured", async () => {
  const up = "create index on orders (total); alter table orders add check (id < 1000);";
  const result = await rehearsal(server, { before, up, transaction: "statement", plan: { growth: wish() } });
  if (server.engineId === "pglite") return;
  expect(result.growth?.statements.map(({ statement }) => statement)).toEqual([0]);
  expect(result.growth?.unmeasured).toMatchObject([
    { what: expect.stringContaining("statement 2"), why: expect.stringContaining("violated") },
  ]);
}, 60_000);

test("the time for estimates ends them and nothing else", async () => {
  const slow = async (session: Session) => {
    await session.run("select pg_sleep(30)");
    return { filled: [], unfilled: [] };
  };
  const result = await rehearsal(server, {
    before,
    up: "create index on orders (total)",
    plan: { growth: wish({ fill: slow, budgetMs: 300 }) },
  });
  expect(result.outcome).toBe("completed");
  if (server.engineId !== "pglite") expect(result.growth?.unmeasured[0]?.why).toContain("estimate-seconds");
}, 60_000);
