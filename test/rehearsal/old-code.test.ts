import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { compareCode, describeCode } from "../../src/rehearsal/old-code/describe-code.js";
import { openDatabase } from "../../src/rehearsal/open-database.js";
import { readApplicationQueries } from "../../src/sql/application-queries.js";
import { readRoutineText } from "../../src/sql/routine-text.js";
import { oldCode, startServer, told } from "./old-code-support.js";

const shop = `
create table customers (id int primary key, email varchar(40) not null);
create table orders (id int generated always as identity primary key, customer_id int not null references customers, total int, note text, placed_at timestamp);
create index orders_customer on orders (customer_id);
create index orders_placed on orders (placed_at);
insert into customers select g, 'c' || g from generate_series(1, 20) g;
insert into orders (customer_id, total) select g, g from generate_series(1, 20) g;`;

const wanted: readonly (number | "pglite")[] = process.env["REHEARSAL_ENGINE"] === "pglite" ? ["pglite"] : [15, 18];

describe.each(wanted)("queries of the application, on %s", (major) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const on = (change: string, queries: string, before = shop) => oldCode(server, { before, change, queries });

  test("fail for a column that was renamed or dropped, and only those that name it", async () => {
    const queries = `select note from orders where id = $1;
select id from orders where note = $1;
update orders set note = $1 where id = $2;
insert into orders (customer_id, note) values ($1, $2) returning id;
select id, total from orders;`;
    const expected = [
      '1 fails 42703 column "note" does not exist',
      '2 fails 42703 column "note" does not exist',
      '3 fails 42703 column "note" of relation "orders" does not exist',
      '4 fails 42703 column "note" of relation "orders" does not exist',
    ];
    expect(told(await on("alter table orders rename column note to remark", queries))).toEqual(expected);
    const dropped = await on("alter table orders drop column note", queries);
    expect(told(dropped)).toEqual(expected);
    expect(dropped.changes[0]?.relations).toEqual(["public.orders"]);
    expect([dropped.queries, dropped.unreadable]).toEqual([5, []]);
  });

  test("fail for a table that is gone", async () => {
    expect(told(await on("drop table orders", "select * from orders; select * from customers"))).toEqual([
      '1 fails 42P01 relation "orders" does not exist',
    ]);
  });

  test("fail where ON CONFLICT loses its unique index, though they still prepare", async () => {
    const queries = "insert into customers (id, email) values ($1, $2) on conflict (id) do nothing";
    const before = `${shop} create table spare (id int); `;
    expect(told(await on("alter table customers drop constraint customers_pkey cascade", queries, before))).toEqual([
      "1 fails 42P10 there is no unique or exclusion constraint matching the ON CONFLICT specification",
    ]);
  });

  test("give another result, which breaks statements that are prepared already", async () => {
    const queries = `select * from customers where id = $1;
select email from customers;
update customers set email = $1 returning *;
select c.*, c.* from customers c;`;
    const wider = await on("alter table customers alter column email type varchar(80), add column vip boolean", queries);
    expect(wider.changes.map(({ query, message, breaksPrepared }) => [query.place.line, message, breaksPrepared])).toEqual([
      [1, "the result gains vip, has email as character varying(80) instead of character varying(40)", true],
      [2, "the result has email as character varying(80) instead of character varying(40)", true],
      [3, "the result gains vip, has email as character varying(80) instead of character varying(40)", true],
      [4, "the result gains vip, has email as character varying(80) instead of character varying(40)", true],
    ]);
    expect(wider.changes[0]).toMatchObject({
      sqlstate: "0A000",
      before: "id integer, email character varying(40)",
      after: "id integer, email character varying(80), vip boolean",
    });
    const renamed = await on(
      "alter table customers rename column email to mail",
      "select * from customers; select id from customers",
    );
    expect(told(renamed)).toEqual(["1 result-changes 0A000 the result loses email, gains mail"]);
  });

  test("that is what the server says of statements prepared before", async () => {
    const open = await openDatabase(server, null, { timeZone: null }, new AbortController().signal);
    try {
      await open.session.run(`${shop} prepare old as select * from customers where id = $1`);
      await open.session.run("alter table customers alter column email type varchar(80)");
      await expect(open.session.run("execute old(1)")).rejects.toMatchObject({ sqlstate: "0A000" });
    } finally {
      await open.database.drop();
    }
  });

  test("take other parameters after a type changed", async () => {
    const result = await on(
      "alter table orders alter column total type bigint",
      "select id from orders where total = $1;\nselect total from orders where id = $1",
    );
    expect(told(result)).toEqual([
      "1 parameters-change - its parameters were integer and are bigint",
      "2 result-changes 0A000 the result has total as bigint instead of integer",
    ]);
  });

  test("lose their index, however small the table is", async () => {
    const queries = `select id from orders where customer_id = $1;
select o.id from customers c join orders o on o.customer_id = c.id where c.id = $1;
select id from orders order by placed_at desc limit 5;
select id from orders where total = $1;
select id from orders limit 5;`;
    expect(told(await on("drop index orders_customer; drop index orders_placed", queries))).toEqual([
      "1 loses-index - it read public.orders by orders_customer; now it reads all of public.orders",
      "2 loses-index - it read public.orders by orders_customer; now it reads all of public.orders",
      "3 loses-index - it read public.orders by orders_placed; now it reads all of public.orders",
    ]);
    expect(told(await on("alter index orders_customer rename to by_customer", queries))).toEqual([]);
    expect(told(await on("create index on orders (customer_id, total); drop index orders_customer", queries))).toEqual([]);
  });

  test("lose an index of every partition", async () => {
    const before = `create table events (id int, at date, kind text) partition by range (at);
      create table events_1 partition of events for values from ('2020-01-01') to ('2030-01-01');
      create index events_kind on events (kind);`;
    const result = await on("drop index events_kind", "select id from events where kind = $1 and at = $2", before);
    expect(result.changes.map(({ status, relations }) => [status, relations])).toEqual([["loses-index", ["public.events_1"]]]);
  });

  test("INSERTs fail that do not give a new column which must not be null", async () => {
    const queries = `insert into customers (id, email) values ($1, $2);
insert into customers values ($1, $2);
insert into customers select $1::int, $2;
with c as (insert into customers (id, email) values ($1, $2) returning id) select * from c;
update customers set email = $1;
insert into orders (customer_id) values ($1);`;
    const change =
      "alter table customers add column region text; update customers set region = 'eu'; alter table customers alter column region set not null";
    const message = 'column "region" of "customers" is NOT NULL without a default, and the INSERT does not give it';
    expect(told(await on(change, queries))).toEqual([1, 2, 3, 4].map((line) => `${line} fails 23502 ${message}`));
    expect(told(await on("alter table customers add column region text not null default 'eu'", queries))).toEqual([]);
  });

  test("but not where a trigger fills it", async () => {
    const before = `${shop}
      create function fill() returns trigger language plpgsql as $$ begin new.region := 'eu'; return new; end $$;
      create function touch() returns trigger language plpgsql as $$ begin perform 1; return new; end $$;`;
    const add =
      "alter table customers add column region text; update customers set region = 'eu'; alter table customers alter column region set not null;";
    const fires = (name: string) => `${add} create trigger t before insert on customers for each row execute function ${name}()`;
    const queries = "insert into customers (id, email) values ($1, $2)";
    expect(told(await on(fires("fill"), queries, before))).toEqual([]);
    expect(told(await on(fires("touch"), queries, before))).toHaveLength(1);
  });

  test("that failed before are no change, and are said to be unknown", async () => {
    const result = await on("alter table orders drop column note", "select nope from orders;\nselect 1");
    expect(result.changes).toEqual([]);
    expect(result.unreadable).toEqual([{ place: expect.objectContaining({ line: 1 }), message: 'column "nope" does not exist' }]);
  });

  test("are read the way that works: ? as a parameter or as an operator of jsonb", async () => {
    const before = `${shop} alter table orders add column data jsonb;`;
    const queries =
      "select id from orders where note = ? and data ? 'key';\nselect id from orders where data ? 'key' and customer_id = :id";
    const result = await on("alter table orders drop column note", queries, before);
    expect(told(result)).toEqual(['1 fails 42703 column "note" does not exist']);
    expect(result.unreadable).toEqual([]);
  });

  test("leave nothing behind and run nothing", async () => {
    const open = await openDatabase(server, null, { timeZone: null }, new AbortController().signal);
    try {
      await open.session.run(
        `${shop} create sequence s; create function count_up() returns bigint language sql as $$ select nextval('s') $$;`,
      );
      const text =
        "insert into orders (customer_id) select count_up();\nselect count_up();\ndelete from orders;\nselect id, id from orders";
      const { queries } = await readApplicationQueries([{ path: "q.sql", text }]);
      const state = () =>
        open.session.query(
          "select (select is_called from s) as called, (select last_value from orders_id_seq) as last, (select count(*) from orders) as orders, (select count(*) from pg_class) as relations, (select count(*) from pg_prepared_statements) as prepared",
        );
      const before = await state();
      const code = await describeCode(open, queries, readRoutineText);
      expect(compareCode(code, code)).toEqual({ queries: 4, changes: [], dependents: [], unreadable: [] });
      expect(await state()).toEqual(before);
    } finally {
      await open.database.drop();
    }
  });
});
