import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const shop = `create table orders (id int primary key, note text);
insert into orders select g, 'n' from generate_series(1, 20) g;`;

describe.runIf(process.env["REHEARSAL_ENGINE"] !== "pglite")("a crash", () => {
  test("inside one transaction leaves nothing, so it is not tried", async () => {
    const { interruption } = await rehearsal(server, { before: shop, up: "create table a (id int); create table b (id int);" });
    expect(interruption).toEqual([]);
  });

  test("after a statement that cannot run twice gets the rerun stuck there", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const { interruption } = await rehearsal(server, {
      before: shop,
      transaction: "statement",
      up: "create table if not exists a (id int); alter table orders add column paid boolean; create table b (id int);",
    });
    expect(interruption.map(({ statement, cut, outcome }) => [statement, cut, outcome])).toEqual([
      [0, "after", "converges"],
      [1, "after", "stuck"],
    ]);
    expect(interruption[1]?.error?.sqlstate).toBe("42701");
    expect(interruption[1]?.error?.statement).toBe(1);
  });

  test("in the middle of CREATE INDEX CONCURRENTLY: IF NOT EXISTS then hides an invalid index", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const { interruption } = await rehearsal(server, {
      before: shop,
      transaction: "statement",
      up: "create index concurrently if not exists orders_note on orders (note);",
    });
    expect(interruption).toEqual([
      {
        migration: "m1",
        statement: 0,
        cut: "during",
        outcome: "invalid-index",
        error: null,
        invalidIndexes: ["public.orders_note"],
      },
    ]);
  });

  test("is survived by a migration that first drops what a crash may have left", async (context) => {
    if (!server.abilities.secondSession) return context.skip("needs a server with several sessions");
    const { interruption } = await rehearsal(server, {
      before: shop,
      transaction: "statement",
      up: "drop index concurrently if exists orders_note; create index concurrently orders_note on orders (note);",
    });
    expect(interruption.map(({ outcome }) => outcome)).toEqual(["converges", "converges"]);
  });
});
