import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer, stepsOf } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const shop = `
create table customers (id int primary key, name text);
create table orders (id int primary key, customer_id int, note text);
create table unrelated (id int primary key);
insert into customers select g, 'c' || g from generate_series(1, 10) g;
insert into orders select g, g, 'n' from generate_series(1, 10) g;`;

describe("readers and writers", () => {
  test("wait for a lock that a harmless statement took, until COMMIT", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const result = await rehearsal(server, {
      before: shop,
      up: "alter table orders add column paid boolean; select pg_sleep(0.6);",
      down: "alter table orders drop column paid;",
    });
    const probe = result.probes.find(({ relation, phase }) => relation === "public.orders" && phase === "up");
    expect(probe?.reads.worstMs).toBeGreaterThan(400);
    expect(probe?.writes.worstMs).toBeGreaterThan(400);
    expect(probe?.reads.blockedMs).toBeGreaterThanOrEqual(probe?.reads.worstMs ?? 0);
    expect(probe?.reads.calmMs).toBeLessThan(probe?.reads.worstMs ?? 0);
    expect(result.probes.map(({ relation }) => relation)).not.toContain("public.unrelated");
    expect(result.probes.some(({ phase }) => phase === "down")).toBe(true);
  });

  test("readers go on while an index is built, writers wait; and an UPDATE keeps those out who want the same row", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const result = await rehearsal(server, {
      before: shop,
      up: ["create index on orders (note); select pg_sleep(2);", "update customers set name = 'x'; select pg_sleep(2);"],
    });
    const [orders, customers] = ["public.orders", "public.customers"].map((name) =>
      result.probes.find(({ relation, phase }) => relation === name && phase === "up"),
    );
    // Who waits, waits two seconds; who does not, only as long as a busy machine makes everybody.
    expect(orders?.reads.worstMs).toBeLessThan((orders?.writes.worstMs ?? 0) * 0.75);
    expect(orders?.writes.worstMs).toBeGreaterThan(1_500);
    expect(orders?.writes.during).toMatchObject({ migration: "m1" });
    expect(customers?.reads.worstMs).toBeLessThan((customers?.writes.worstMs ?? 0) * 0.75);
    expect(customers?.writes.worstMs).toBeGreaterThan(1_500);
    expect(customers?.writes.during).toMatchObject({ migration: "m2" });
  });

  test("of old code are told what the server tells it: a prepared SELECT * breaks, a dropped table is gone", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const result = await rehearsal(server, {
      before: shop,
      up: ["alter table orders alter column customer_id type bigint;", "drop table customers; select pg_sleep(0.1);"],
    });
    const refused = (name: string) =>
      result.probes.find(({ relation }) => relation === name)?.reads.refused.map(({ sqlstate }) => sqlstate);
    expect(refused("public.orders")).toEqual(["0A000"]);
    expect(refused("public.customers")).toEqual(["42P01"]);
  });

  test("do not make a change fail that refuses to wait", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: Array.from({ length: 60 }, () => "lock table orders in access exclusive mode nowait; select pg_sleep(0.004);"),
    });
    expect(result.outcome).toBe("completed");
    expect(stepsOf(result)).toHaveLength(120);
  });

  test("do not make a change the victim of a deadlock", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: "update orders set note = 'x'; select pg_sleep(0.2); alter table orders add column paid boolean;",
    });
    expect(result.outcome).toBe("completed");
  });
});
