import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { oldCode, startServer, toldOfDependents } from "./old-code-support.js";

const tables = `
create table orders (id int primary key, total int, note text, paid boolean not null default false);
create table audit (id int, total int, note text, paid boolean);`;

const wanted: readonly (number | "pglite")[] = process.env["REHEARSAL_ENGINE"] === "pglite" ? ["pglite"] : [15, 18];

describe.each(wanted)("code in the database that depends on what changed, on %s", (major) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const on = async (change: string, code: string) =>
    toldOfDependents(await oldCode(server, { before: `${tables} ${code}`, change }));
  const dropNote = "alter table orders drop column note";

  test("a trigger function reads a column that is gone: it deploys, and fails at the first write", async () => {
    const code = (body: string) => `
      create function watch() returns trigger language plpgsql as $f$
      begin
        ${body}
        return new;
      end $f$;
      create trigger watch_orders before insert or update on orders for each row execute function watch();`;
    const line = (n: number, message: string) => [
      `trigger watch_orders on public.orders: 42703 public.watch(): line ${n}: ${message}`,
    ];
    const gone = line(3, 'record "new" has no field "note"');
    expect(await on(dropNote, code("new.note := upper(new.note);"))).toEqual(gone);
    expect(await on(dropNote, code("new.note := 'constant';"))).toEqual(gone);
    expect(await on(dropNote, code("if new.note is distinct from old.note then new.total := 0; end if;"))).toEqual(gone);
    expect(await on(dropNote, code("select 'x' into new.note;"))).toEqual(gone);
    expect(await on(dropNote, code("insert into audit (id, note) values (new.id, new.note);"))).toEqual(gone);
    expect(await on(dropNote, code("new.total := new.total + 1; insert into audit (id) values (new.id);"))).toEqual([]);
  });

  test("one function behind many triggers is told once", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const code = `
      create table people (id int);
      create function stamp() returns trigger language plpgsql as $f$ begin perform id from people; return new; end $f$;
      ${names.map((name) => `create table ${name} (id int); create trigger stamp before update on ${name} for each row execute function stamp();`).join("\n")}`;
    expect(await on("alter table people rename id to number", code)).toEqual([
      'trigger stamp on public.a, stamp on public.b, stamp on public.c and 2 more: 42703 public.stamp(): line 1: column "id" does not exist',
    ]);
  });

  test("a body that asks first is left alone: which table fires, whether a column is there, an error it catches", async () => {
    const code = (body: string) => `
      create function watch() returns trigger language plpgsql as $f$ begin ${body} return new; end $f$;
      create trigger watch_orders before update on orders for each row execute function watch();`;
    expect(await on(dropNote, code("if tg_table_name = 'audit' then new.note := 'x'; end if;"))).toEqual([]);
    expect(await on(dropNote, code("begin new.note := 'x'; exception when undefined_column then null; end;"))).toEqual([]);
    expect(await on("drop table audit", code("if to_regclass('audit') is not null then delete from audit; end if;"))).toEqual([]);
    expect(await on("drop table audit", code("if tg_table_name = 'x' then null; end if; delete from audit;"))).toEqual([
      'trigger watch_orders on public.orders: 42P01 public.watch(): line 1: relation "audit" does not exist',
    ]);
  });

  test("a trigger copies whole rows into a table that did not grow with them", async () => {
    const code = `
      create function copy_row() returns trigger language plpgsql as $f$ begin insert into audit values (new.*); return null; end $f$;
      create trigger copy after insert on orders for each row execute function copy_row();`;
    expect(await on("alter table orders add column vip boolean", code)).toEqual([
      "trigger copy on public.orders: 42601 public.copy_row(): line 1: INSERT has more expressions than target columns",
    ]);
    expect(await on("alter table orders add column vip boolean; alter table audit add column vip boolean", code)).toEqual([]);
  });

  test("a trigger's INSERT does not give a new column that must not be null", async () => {
    const code = `
      create function copy_row() returns trigger language plpgsql as $f$ begin insert into audit (id) values (new.id); return null; end $f$;
      create trigger copy after insert on orders for each row execute function copy_row();`;
    expect(await on("alter table audit add column at timestamptz not null", code)).toEqual([
      'trigger copy on public.orders: 23502 public.copy_row(): line 1: column "at" of "audit" is NOT NULL without a default, and the INSERT does not give it',
    ]);
  });

  test("a trigger for whole statements reads the rows from its transition table", async () => {
    const code = `
      create function sum_up() returns trigger language plpgsql as $f$ begin
        insert into audit (id, total) select i.id, i.total from "Inserted" i; return null; end $f$;
      create trigger sums after insert on orders referencing new table as "Inserted" for each statement execute function sum_up();`;
    expect(await on("alter table orders rename total to amount", code)).toEqual([
      "trigger sums on public.orders: 42703 public.sum_up(): line 2: column i.total does not exist",
    ]);
    expect(await on(dropNote, code)).toEqual([]);
  });

  test("one function of two triggers is tried on the rows of each", async () => {
    const code = `
      create table bills (id int primary key, note text);
      create function stamp() returns trigger language plpgsql as $f$ begin new.note := 'x'; return new; end $f$;
      create trigger a before insert on orders for each row execute function stamp();
      create trigger b before insert on bills for each row execute function stamp();`;
    expect(await on("alter table bills rename note to remark", code)).toEqual([
      'trigger b on public.bills: 42703 public.stamp(): line 1: record "new" has no field "note"',
    ]);
  });

  test("functions in SQL and in PL/pgSQL name what is gone", async () => {
    const code = `
      create function notes() returns setof text language sql as $f$ select note from orders $f$;
      create function note_of(wanted int) returns text language plpgsql as $f$
      declare r record; o orders%rowtype;
      begin
        select id into o.id from orders;
        for r in select * from orders where id = wanted loop
          if r.total > $1 then
            perform length(r.note);
          end if;
        end loop;
        execute 'select note from orders';
        return 'none';
      end $f$;
      create procedure clear_notes() language plpgsql as $f$ begin update orders set note = null where not paid; end $f$;
      create function total() returns bigint language sql as $f$ select sum(total) from orders $f$;
      create function count_orders() returns bigint language plpgsql as $f$
      declare r record; n bigint := 0;
      begin for r in select * from orders loop n := n + r.total; end loop; return n; end $f$;`;
    expect(await on(dropNote, code)).toEqual([
      'function public.clear_notes(): 42703 line 1: column "note" of relation "orders" does not exist',
      'function public.note_of(wanted integer): 42703 line 7: record "r" has no field "note"',
      'function public.notes(): 42703 column "note" does not exist',
    ]);
  });

  test("in the middle of a body: a loop's record, EXECUTE of a constant, a query's own variables", async () => {
    const inBody = (body: string) => `create function f(wanted int) returns void language plpgsql as $f$
      declare r record; s record; o orders%rowtype; cur cursor for select id, paid from orders;
      begin
        ${body}
      end $f$;`;
    const fails = (message: string) => [`function public.f(wanted integer): 42703 line 4: ${message}`];
    const missing = 'column "note" does not exist';
    expect(await on(dropNote, inBody("for r in select * from orders loop perform length(r.note); end loop;"))).toEqual(
      fails('record "r" has no field "note"'),
    );
    expect(
      await on(
        dropNote,
        inBody(
          "for r in select id from orders loop for s in select x.note, r.id from orders x where x.id = r.id loop null; end loop; end loop;",
        ),
      ),
    ).toEqual(fails("column x.note does not exist"));
    expect(await on(dropNote, inBody("execute 'delete from orders where note = $1' using 'x';"))).toEqual(fails(missing));
    expect(await on(dropNote, inBody("o.note := 'x';"))).toEqual(fails('record "o" has no field "note"'));
    expect(await on("alter table orders drop column paid", inBody("for r in cur loop perform r.id; end loop;"))).toEqual([
      'function public.f(wanted integer): 42703 line 2: column "paid" does not exist',
    ]);
    expect(
      await on("alter table orders drop column total", inBody("for r in cur loop perform r.paid; end loop; o.id := $1;")),
    ).toEqual([]);
  });

  test("a variable has the type of a column that is gone", async () => {
    const code = `create table "My Orders" (note text); create function g(wanted "My Orders") returns text language plpgsql as $f$
      declare n "My Orders".note%type; begin n := wanted.note; return n; end $f$;
      create function f() returns void language plpgsql as $f$ declare n orders.note%type; begin n := 'x'; end $f$;`;
    expect(await on('alter table "My Orders" rename note to remark; alter table audit drop column note', code)).toEqual([
      expect.stringMatching(/^function public\.g\(wanted "My Orders"\): (42703|42601) /u),
    ]);
    const result = await on(dropNote, code);
    expect(result).toHaveLength(1);
    expect(result[0]).toMatch(/^function public\.f\(\): (42703|42601) /u);
  });

  test("RETURN QUERY no longer fits what the function promises", async () => {
    const code = `
      create function listed(wanted int) returns table (number int, worth int) language plpgsql as $f$
      begin return query select o.id, o.total from orders o where o.id > wanted; end $f$;
      create function every() returns setof orders language plpgsql as $f$ begin return query select * from orders; end $f$;
      create function totals() returns setof int language sql as $f$ select total from orders $f$;`;
    expect(await on("alter table orders alter column total type text", code)).toEqual([
      "function public.listed(wanted integer): 42804 line 2: structure of query does not match function result type",
      "function public.totals(): 42P13 return type mismatch in function declared to return integer",
    ]);
    expect(await on("alter table orders alter column total type bigint", code)).toHaveLength(1);
    expect(await on("alter table orders add column vip boolean", code)).toEqual([]);
  });

  test("a function calls one that is gone", async () => {
    const code = `
      create function vat(int) returns int language sql as 'select $1 / 5';
      create function gross(net int) returns int language plpgsql as $f$ begin return net + vat(net); end $f$;`;
    expect(await on("drop function vat", code)).toEqual([
      "function public.gross(net integer): 42883 line 1: function vat(integer) does not exist",
    ]);
  });

  test("views and policies fail with the functions they call", async () => {
    const code = `
      create table members (id int, tenant text);
      create function tenant() returns text language plpgsql stable as $f$ begin return (select m.tenant from members m limit 1); end $f$;
      create policy own on orders using (note = tenant());
      create view mine as select id from orders where note = tenant();
      create view all_orders as select * from orders;`;
    const why = "42703 public.tenant(): line 1: column m.tenant does not exist";
    expect(await on("alter table members rename tenant to account", code)).toEqual([
      "function public.tenant(): 42703 line 1: column m.tenant does not exist",
      `policy own on public.orders: ${why}`,
      `view public.mine: ${why}`,
    ]);
    expect(await on("alter table orders add column vip boolean", code)).toEqual([]);
  });

  test("code runs under its own search_path", async () => {
    const code = `
      create schema app; create table app.things (id int, name text);
      create function f() returns text language plpgsql set search_path to 'app' as $f$ begin return (select name from things); end $f$;
      create function g() returns text language sql set search_path to 'app' as $f$ select name from things $f$;`;
    expect(await on("alter table app.things rename name to title", code)).toEqual([
      'function public.f(): 42703 line 1: column "name" does not exist',
      'function public.g(): 42703 column "name" does not exist',
    ]);
  });

  test("what the change itself rewrote, what failed before, and what makes its own tables is left alone", async () => {
    const code = `
      create function broken() returns void language plpgsql as $f$ begin perform nope from orders; perform note from orders where nope; end $f$;
      create function rewritten() returns text language sql as 'select note from orders';
      create function temporary() returns void language plpgsql as $f$ begin
        create temp table work as select * from orders; update work set note = 'x'; drop table work; end $f$;
      create function dynamic(t text) returns void language plpgsql as $f$ begin execute format('update %I set note = null', t); end $f$;
      create function any_row(r anyelement) returns text language plpgsql as $f$ begin return r.note; end $f$;
      create function recreated() returns text language plpgsql as $f$ begin return (select note from orders); end $f$;`;
    const change = `${dropNote}; create or replace function rewritten() returns text language sql as 'select id::text from orders';
      create or replace function recreated() returns text language plpgsql as $f$ begin return (select nonsense from orders); end $f$;`;
    expect(await on(change, code)).toEqual([]);
  });
});
