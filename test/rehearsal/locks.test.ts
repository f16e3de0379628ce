import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { locksOf, rehearsal, startServer, stepsOf } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const shop = `
create table customers (id int primary key, name varchar(20));
create table orders (id int primary key, customer_id int, note varchar(20), placed_at timestamp);
insert into customers select g, 'c' || g from generate_series(1, 10) g;
insert into orders select g, g, 'n', now() from generate_series(1, 10) g;`;

describe("locks", () => {
  test("are named for the statement that took them and held until the transaction of the file ends", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: `alter table orders add column paid boolean;
           select pg_sleep(0.05);
           update orders set note = 'x';`,
    });
    expect(result.outcome).toBe("completed");
    expect(locksOf(result, 0)).toEqual(["orders AccessExclusiveLock"]);
    expect(locksOf(result, 1)).toEqual([]);
    // Already held in a stronger mode.
    expect(locksOf(result, 2)).toEqual([]);
    const [first, sleep] = stepsOf(result);
    expect(first?.locks[0]?.heldMs).toBeGreaterThan(sleep?.durationMs ?? Number.NaN);
    expect(first?.blocks).toEqual([{ relation: "public.orders", reads: true, writes: true }]);
    expect(stepsOf(result)[2]?.changes).toEqual([{ relation: "public.orders", inserted: 0, updated: 10, deleted: 0 }]);
    expect(stepsOf(result)[2]?.rowsChanged).toBe(10);
  });

  test("of a file of six harmless looking statements keep a table closed until COMMIT", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: `alter table orders add column total int;
           create table refunds (id int primary key);
           update customers set name = name || '!';
           alter table customers alter column name type text using upper(name);
           create index on customers (name);
           select pg_sleep(0.03);`,
    });
    const steps = stepsOf(result);
    const later = steps.slice(1).reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(locksOf(result, 0)).toEqual(["orders AccessExclusiveLock"]);
    expect(steps[0]?.locks[0]?.heldMs).toBeGreaterThan(later);
    expect(locksOf(result, 2)).toEqual(["customers RowExclusiveLock"]);
    expect(locksOf(result, 3)).toContain("customers AccessExclusiveLock");
    expect(steps[3]?.rewrites).toEqual(["public.customers"]);
    expect(steps.flatMap(({ locks }) => locks).some(({ relation }) => relation.includes("refunds"))).toBe(false);
  });

  test("end with the statement where the tool runs each on its own", async () => {
    const result = await rehearsal(server, {
      before: shop,
      transaction: "statement",
      up: "alter table orders add column paid boolean; select pg_sleep(0.05);",
    });
    const [first] = stepsOf(result);
    expect(first?.locks[0]?.heldMs).toBeLessThan(50);
  });

  test("are named in a transaction of hundreds of statements as in a short one", async () => {
    const tables = Array.from(
      { length: 120 },
      (_, at) => `create table new_${at} (id int primary key); create index on new_${at} (id);`,
    );
    const result = await rehearsal(server, {
      before: shop,
      up: `${tables.join("\n")}
           alter table new_1 add column order_id int references orders;
           insert into new_1 values (1, 1);
           insert into new_1 select 2, 2;
           alter table "customers" alter column name type text using upper(name);
           alter table orders rename to purchases;
           alter table purchases alter column note type text using upper(note);
           comment on table new_2 is 'n';`,
    });
    expect(result.outcome).toBe("completed");
    expect(locksOf(result, 0)).toEqual([]);
    expect(locksOf(result, 240)).toEqual(["orders ShareRowExclusiveLock"]);
    const customers = stepsOf(result)[243];
    expect(locksOf(result, 243)).toContain("customers AccessExclusiveLock");
    expect(customers?.rewrites).toEqual(["public.customers"]);
    expect(customers?.locks[0]?.heldMs).toBeGreaterThan(customers?.durationMs ?? Number.NaN);
    expect(stepsOf(result)[245]?.rewrites).toEqual(["public.orders"]);
    expect(stepsOf(result).every(({ locksSeen, walBytes }) => locksSeen && walBytes >= 0)).toBe(true);
  });

  test("and counts belong to their statement where each is a transaction", async () => {
    const result = await rehearsal(server, {
      before: shop,
      transaction: "statement",
      up: `create table marks (id int);
           create index on marks (id);
           alter table orders add column paid boolean;
           update orders set note = 'x' where id < 4;
           update orders set note = 'y' where id < 3;
           create table more (id int);
           alter table customers add check (id > 0);
           create index on more (id);
           delete from orders where id = 1;`,
    });
    expect(result.outcome).toBe("completed");
    const changes = stepsOf(result).map((step) =>
      step.changes.map(({ inserted, updated, deleted }) => [inserted, updated, deleted]),
    );
    expect(changes).toEqual([[], [], [], [[0, 3, 0]], [[0, 2, 0]], [], [], [], [[0, 0, 1]]]);
    expect(stepsOf(result).map(({ scans }) => scans.map(({ relation, rows }) => `${relation} ${rows}`))).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
      ["public.customers 10"],
      [],
      [],
    ]);
    expect(locksOf(result, 2)).toEqual(["orders AccessExclusiveLock"]);
  });

  test("of a foreign key fall on both tables", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: "alter table orders add foreign key (customer_id) references customers (id)",
    });
    expect(locksOf(result, 0)).toEqual(["customers ShareRowExclusiveLock", "orders ShareRowExclusiveLock"]);
    expect(stepsOf(result)[0]?.blocks).toEqual([
      { relation: "public.customers", reads: false, writes: true },
      { relation: "public.orders", reads: false, writes: true },
    ]);
    expect(stepsOf(result)[0]?.scans.map(({ relation }) => relation)).toContain("public.orders");
  });

  test("a wider varchar is free, another type writes the table anew", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: "alter table orders alter column note type varchar(40); alter table orders alter column customer_id type bigint;",
    });
    const [wider, bigint] = stepsOf(result);
    expect([wider?.rewrites, wider?.scans]).toEqual([[], []]);
    expect(bigint?.rewrites).toEqual(["public.orders"]);
    expect(bigint?.scans).toEqual([{ relation: "public.orders", rows: expect.any(Number) }]);
  });

  test("timestamp to timestamptz is free in UTC alone", async () => {
    const up = "alter table orders alter column placed_at type timestamptz";
    const utc = await rehearsal(server, { before: shop, up, plan: { timeZone: "UTC" } });
    const berlin = await rehearsal(server, { before: shop, up, plan: { timeZone: "Europe/Berlin" } });
    expect(stepsOf(utc)[0]?.rewrites).toEqual([]);
    expect(stepsOf(berlin)[0]?.rewrites).toEqual(["public.orders"]);
  });

  test("reach relations that the SQL never names: the parent, the default partition, the referencing table", async () => {
    const before = `
      create table events (id int, at date) partition by range (at);
      create table events_rest partition of events default;
      create table events_2030 (id int, at date);
      insert into events_rest select g, date '2001-01-01' from generate_series(1, 20) g;
      create table parents (id int primary key);
      create table children (parent_id int references parents (id));`;
    const attach = await rehearsal(server, {
      before,
      up: "alter table events attach partition events_2030 for values from ('2030-01-01') to ('2031-01-01')",
    });
    expect(locksOf(attach, 0)).toEqual([
      "events_2030 AccessExclusiveLock",
      "events_rest AccessExclusiveLock",
      "events ShareUpdateExclusiveLock",
    ]);
    expect(stepsOf(attach)[0]?.scans).toEqual([{ relation: "public.events_rest", rows: 20 }]);
    const drop = await rehearsal(server, { before, up: "drop table children" });
    expect(locksOf(drop, 0)).toEqual(["children AccessExclusiveLock", "parents AccessExclusiveLock"]);
  });

  test("of an index are left out where its table is locked as strongly, and shown where it is not", async () => {
    const result = await rehearsal(server, {
      before: `${shop} create index orders_note on orders (note);`,
      transaction: "statement",
      up: "select count(*) from orders; reindex index orders_note; drop index orders_note;",
    });
    expect(locksOf(result, 0)).toEqual(["orders AccessShareLock"]);
    expect(locksOf(result, 1)).toEqual(["orders_note AccessExclusiveLock", "orders ShareLock"]);
    expect(locksOf(result, 2)).toEqual(["orders AccessExclusiveLock"]);
  });

  test("of CONCURRENTLY are seen on a table of ten rows, by an engine with a second session", async () => {
    const result = await rehearsal(server, {
      before: `${shop} create index orders_note on orders (note); alter table customers add column spare int;`,
      transaction: "statement",
      up: `create index concurrently orders_customer on orders (customer_id);
           drop index concurrently orders_note;
           reindex table concurrently customers;
           vacuum orders;`,
    });
    expect(result.outcome).toBe("completed");
    const steps = stepsOf(result);
    expect(steps.map(({ locksSeen }) => locksSeen)).toEqual(steps.map(() => server.abilities.secondSession));
    expect(steps[0]?.scans.map(({ relation }) => relation)).toEqual(["public.orders"]);
    if (!server.abilities.secondSession) return;
    expect(locksOf(result, 0)).toEqual(["orders ShareUpdateExclusiveLock"]);
    expect(locksOf(result, 1)).toEqual(["orders ShareUpdateExclusiveLock", "orders_note ShareUpdateExclusiveLock"]);
    expect(locksOf(result, 2)).toContain("customers ShareUpdateExclusiveLock");
    expect(locksOf(result, 3)).toContain("orders ShareUpdateExclusiveLock");
    expect(steps.flatMap(({ blocks }) => blocks)).toEqual([]);
  });

  test("released by ROLLBACK TO are no longer held", async () => {
    const result = await rehearsal(server, {
      before: shop,
      up: `savepoint a; alter table orders add column x int; rollback to a; select pg_sleep(0.05);`,
    });
    expect(locksOf(result, 1)).toEqual(["orders AccessExclusiveLock"]);
    expect(stepsOf(result)[1]?.locks[0]?.heldMs).toBeLessThan(50);
  });

  test("that an engine could not ask for after an error are not claimed to be absent", async () => {
    const result = await rehearsal(server, { before: shop, up: "alter table orders add check (id > 5)" });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result)[0]).toMatchObject({ locksSeen: false, error: { sqlstate: "23514" } });
  });
});
