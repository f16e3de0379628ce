import { afterAll, beforeAll, expect, test } from "vitest";
import { compareSchemas } from "../../src/rehearsal/compare.js";
import type { Database, Server, Session } from "../../src/rehearsal/engine.js";
import { type Fingerprint, readFingerprint } from "../../src/rehearsal/fingerprint.js";
import { startServer } from "./support.js";

let server: Server;
let database: Database;
let session: Session;
let observer: Session;
let before: Fingerprint;

const world = `
create schema app;
create type mood as enum ('low', 'high');
create domain positive as int constraint above check (value > 0);
create type pair as (a int, b int);
create table t (id int primary key, v varchar(20) default 'x', n int, w text, constraint c check (n > 0));
create table u (id int primary key, t_id int constraint u_t references t (id));
create index t_v on t (v);
create index u_t_id on u (t_id);
create table p (id int, at date) partition by range (at);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create sequence s;
create table lone (id int);
create view vw as select id from t;
create materialized view mv as select id from t;
create function f(a int) returns int language sql as 'select a';
create procedure pr() language sql as 'select 1';
create aggregate total(int) (sfunc = int4pl, stype = int);
create function trg() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tg before insert on t for each row execute function trg();
create rule ru as on delete to u do instead nothing;
create policy po on t using (id > 0);
create statistics st on v, n from t;
create collation co (provider = icu, locale = 'und');
create text search configuration ts (copy = simple);
comment on table t is 'a';
comment on column t.v is 'b';
create publication pb for table t;
alter default privileges in schema app grant select on tables to public;
create operator === (leftarg = int, rightarg = int, function = int4eq);
create cast (pair as text) with inout;`;

/** Each must show, and be gone again after ROLLBACK. */
const mutations = [
  "create schema other",
  "alter table t add column x int",
  "alter table t drop column w",
  "alter table t alter column v type varchar(30)",
  "alter table t alter column v set default 'y'",
  "alter table t alter column v drop default",
  "alter table t alter column n set not null",
  "alter table t alter column v set storage external",
  "alter table t alter column v set statistics 500",
  "alter table t alter column id add generated always as identity",
  'alter table t alter column w type text collate "C"',
  "alter table lone set unlogged",
  "alter table t set (fillfactor = 50)",
  "alter table t enable row level security",
  "alter table t force row level security",
  "alter table t replica identity full",
  "alter table t replica identity using index t_pkey",
  "alter table t cluster on t_pkey",
  "grant select on t to public",
  "grant select (v) on t to public",
  "alter table t rename to tt",
  "alter table t set schema app",
  "alter table t drop constraint c",
  "alter table t add constraint c2 check (n > 1) not valid",
  "alter table u alter constraint u_t deferrable",
  "alter table u drop constraint u_t",
  "alter table u rename constraint u_t to u_t2",
  "alter table t add constraint uq unique (v)",
  "drop index t_v",
  "alter index t_v rename to t_v2",
  "create index on t (n) where n > 3",
  "alter table p detach partition p1",
  "create table p2 partition of p default",
  "create table child () inherits (t)",
  "alter sequence s increment 5",
  "alter sequence s owned by t.id",
  "create or replace view vw as select id, v from t",
  "alter view vw set (security_barrier = true)",
  "drop materialized view mv",
  "refresh materialized view mv with no data",
  "create or replace function f(a int) returns int language sql as 'select a + 1'",
  "create or replace function f(a int) returns int language sql immutable as 'select a'",
  "revoke execute on function f(int) from public",
  "alter function f(int) set search_path = ''",
  "drop procedure pr()",
  "drop aggregate total(int)",
  "alter table t disable trigger tg",
  "drop trigger tg on t",
  "drop rule ru on u",
  "alter policy po on t using (id > 1)",
  "alter type mood add value 'mid' before 'high'",
  "alter type mood rename value 'low' to 'lower'",
  "alter domain positive set not null",
  "alter domain positive drop constraint above",
  "alter type pair add attribute c int",
  "create type r as range (subtype = int)",
  "drop statistics st",
  "drop collation co",
  "drop text search configuration ts",
  "comment on table t is 'other'",
  "comment on column t.v is null",
  "comment on schema public is 'ours'",
  "alter publication pb add table u",
  "alter default privileges in schema app revoke select on tables from public",
  "drop operator === (int, int)",
  "drop cast (pair as text)",
];

beforeAll(async () => {
  server = await startServer();
  database = await server.database();
  session = await database.connect();
  observer = await database.connectAsObserver();
  await observer.run(world);
  before = await readFingerprint(observer, server.versionNumber);
});
afterAll(async () => {
  await session.close();
  await server[Symbol.asyncDispose]();
});

test("the same schema has the same fingerprint, also after a grant that is taken back", async () => {
  await observer.run(
    "grant select on t to public; revoke select on t from public; grant select (v) on t to public; revoke select (v) on t from public",
  );
  expect(compareSchemas(before, await readFingerprint(observer, server.versionNumber))).toEqual([]);
});

test.each(mutations)("%s shows", async (mutation) => {
  let during: Fingerprint;
  try {
    await observer.run(`begin; ${mutation}`);
    during = await readFingerprint(observer, server.versionNumber);
  } finally {
    await observer.run("rollback");
  }
  expect(compareSchemas(before, during).length).toBeGreaterThan(0);
});

test("a table that comes back the same is the same, whatever its oid", async () => {
  await observer.run("create table z (id int primary key, v text not null default 'a' check (v <> '')); create index on z (v)");
  const first = await readFingerprint(observer, server.versionNumber);
  await observer.run(
    "drop table z; create table z (id int primary key, v text not null default 'a' check (v <> '')); create index on z (v)",
  );
  expect(compareSchemas(first, await readFingerprint(observer, server.versionNumber))).toEqual([]);
});
