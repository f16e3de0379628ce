import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const shop = "create table orders (id int primary key, note text, state text);";
const seed = "insert into orders select g, 'n' || g, 'open' from generate_series(1, 10) g;";

describe("a change", () => {
  test("that the seed lets through fails on rows that the schema allows, and each such statement is told", async () => {
    const result = await rehearsal(server, {
      before: shop,
      seed,
      up: "alter table orders alter column note set not null; create unique index on orders (state, note);",
    });
    expect(result.outcome).toBe("completed");
    expect(result.awkward?.failures.map(({ statement, error, relations }) => [statement, error.sqlstate, relations])).toEqual([
      [0, "23502", ["public.orders"]],
      [1, "23505", ["public.orders"]],
    ]);
    expect(result.awkward?.failures[0]?.error.detail ?? result.awkward?.failures[0]?.error.message).toContain("note");
    expect(result.awkward?.completed).toBe(true);
  });

  test("is seen at work on tables that hold no rows of their own", async () => {
    const result = await rehearsal(server, { before: shop, up: "alter table orders add check (id > -5000000)" });
    const [step] = result.steps;
    expect(step?.scans).toEqual([{ relation: "public.orders", rows: expect.any(Number) }]);
  });

  test("that no row lets pass is told, and what follows is still seen at work", async (context) => {
    if (!server.abilities.secondSession) return context.skip("a second run is made on servers only");
    const result = await rehearsal(server, {
      before: `${shop} create table items (id int primary key, order_id int);`,
      up: "alter table orders add column buyer int not null; alter table items add check (id > -5000000);",
    });
    expect(result.awkward?.failures.map(({ statement, error }) => [statement, error.sqlstate])).toEqual([[0, "23502"]]);
    const ups = result.steps.filter(({ phase }) => phase === "up");
    expect(ups.map(({ scans }) => scans.map(({ relation }) => relation))).toEqual([[], ["public.items"]]);
    expect(ups.map(({ statement }) => statement)).toEqual([0, 1]);
  });

  test("that raises over rows of its own accord is told as well", async () => {
    const up = "do $$ begin if exists (select from orders where note is null) then raise 'a note is missing'; end if; end $$";
    const result = await rehearsal(server, { before: shop, up });
    expect(result.awkward?.failures.map(({ error }) => error)).toMatchObject([
      { sqlstate: "P0001", message: "a note is missing" },
    ]);
  });

  test("whose way back overwrites values is exact on an empty table, and found out on awkward rows", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: "update orders set note = lower(note)",
      down: "select 1",
    });
    expect(result.rollback.status).toBe("exact");
    expect(result.awkward?.back?.columns).toEqual(["public.orders.note"]);
  });

  test("that needs the seed's rows ends in another schema without them", async (context) => {
    if (!server.abilities.secondSession) return context.skip("a second world is built on servers only");
    const result = await rehearsal(server, {
      before: shop,
      seed,
      up: "do $$ begin if exists (select from orders) then create table filled (id int); end if; end $$",
    });
    expect(result.empty?.schemaDiffers.map(({ kind, object }) => `${kind} ${object}`)).toEqual(["table public.filled"]);
  });

  test("without a down gets one that was run, or hears what cannot come back", async () => {
    const add = await rehearsal(server, {
      before: shop,
      seed,
      up: "alter table orders add column paid boolean; create index on orders (paid)",
    });
    expect(add.writtenWayBack).toMatchObject({ status: "restores", cannotRestore: [], error: null });
    const drop = await rehearsal(server, { before: shop, seed, up: "alter table orders drop column note" });
    expect(drop.writtenWayBack?.status).toBe("loses-data");
    expect(drop.writtenWayBack?.cannotRestore.join()).toContain("note");
  });

  test("shows the space that it takes, and none of it where asked to be brief", async () => {
    const up = "alter table orders add column filler text; update orders set filler = repeat('x', 500);";
    const thorough = await rehearsal(server, { before: shop, seed: seed.replace("10)", "20000)"), up });
    const size = thorough.sizes.find(({ relation }) => relation === "public.orders");
    expect(size?.afterBytes).toBeGreaterThan((size?.beforeBytes ?? 0) + 5_000_000);
    const brief = await rehearsal(server, { before: shop, seed, up, plan: { brief: true } });
    expect([brief.awkward, brief.empty, brief.writtenWayBack, brief.oldCode, brief.probes]).toEqual([null, null, null, null, []]);
    expect(brief.outcome).toBe("completed");
  });
});

test("plain rows hold a value wherever a check lets one through, so that the change goes on after a failure", async () => {
  const { awkward } = await rehearsal(server, {
    before: "create table files (id int primary key, digest bytea check (octet_length(digest) = 32));",
    up: "alter table files alter column digest set not null",
  });
  expect(awkward?.failures.map(({ error }) => error.sqlstate)).toEqual(["23502"]);
  expect(awkward?.completed).toBe(true);
});
