import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { splitScript } from "../../src/sql/split-script.js";
import { migration, rehearsal, startServer, stepsOf } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

function settled(...texts: string[]) {
  return texts.map((text, at) => splitScript(`s${at + 1}`, migration(`s${at + 1}`, text, null, "file").up));
}

describe("the world before the change", () => {
  test("is built from the settled migrations in order, each in a session of its own", async () => {
    const result = await rehearsal(server, {
      plan: { settled: settled("create schema app; set search_path = app; create table t (id int);", "create table u (id int)") },
      up: "alter table u add column v int; alter table app.t add column v int",
    });
    expect(result.worldProblems).toEqual([]);
    expect([...(result.base?.tables.keys() ?? [])]).toEqual(["app.t", "public.u"]);
    expect(result.outcome).toBe("completed");
  });

  test("names the settled file that fails and goes on with the next", async () => {
    const result = await rehearsal(server, {
      plan: { settled: settled("create table a (id int); select 1 / 0;", "create table b (id int)") },
      up: "alter table b add column v int",
    });
    expect(result.worldProblems).toEqual([{ file: "s1.up.sql", message: "division by zero", sqlstate: "22012" }]);
    expect([...(result.base?.tables.keys() ?? [])]).toEqual(["public.b"]);
    expect(result.outcome).toBe("completed");
  });

  test("an extension that the engine lacks is a gap of the engine", async () => {
    const result = await rehearsal(server, {
      plan: { settled: settled("create extension no_such_thing", "create table b (id int)") },
      up: "select 1",
    });
    expect(result.worldProblems[0]?.message).toMatch(/^extension "no_such_thing" is not available in .*: a gap of this engine/u);
  });

  test("is none when nothing of it could be built", async () => {
    const result = await rehearsal(server, { plan: { settled: settled("create table") }, up: "select 1" });
    expect(result).toMatchObject({ outcome: "no-world", base: null, steps: [] });
  });

  test("has the roles that the SQL names, and what a tool makes", async () => {
    const result = await rehearsal(server, {
      plan: {
        prelude: [
          {
            title: "bookkeeping",
            sql: "create table public.schema_migrations (version text); grant all on public.schema_migrations to public",
          },
        ],
        settled: settled(
          'create role app_reader; create table a (id int); grant select on a to app_reader, "App Writer"; alter table a owner to app_owner;',
        ),
      },
      up: `do $$ begin if not exists (select from pg_roles where rolname = 'app_reader') then create role app_reader; end if; end $$;
           create policy p on a for select to app_auditor using (true);`,
    });
    expect(result.worldProblems).toEqual([]);
    expect(result.outcome).toBe("completed");
    expect(result.base?.tables.has("public.schema_migrations")).toBe(true);
  });

  test("sends no block that is about roles alone: what it would catch is not what the server says first", async () => {
    const block = (act: string) => `do $$ begin ${act} exception when duplicate_object then raise notice 'is there'; end $$;`;
    const result = await rehearsal(server, {
      plan: { settled: settled(`${block("create role app_writer;")} create table a (id int); grant select on a to app_writer;`) },
      up: `${block("create role app_checker nologin; grant app_checker to app_writer;")} ${block("insert into a values (1);")}`,
    });
    expect(result.worldProblems).toEqual([]);
    expect(result.outcome).toBe("completed");
    expect(stepsOf(result).map(({ notices }) => /roles belong to the server/u.test(notices[0]?.message ?? ""))).toEqual([
      true,
      false,
    ]);
  });

  test("has extensions that take a superuser, where the engine has them at all", async () => {
    const result = await rehearsal(server, {
      plan: { settled: settled("create extension pg_stat_statements; comment on extension pg_stat_statements is 'x'") },
      up: "create extension if not exists plpgsql; comment on extension plpgsql is 'y'; create extension file_fdw;",
      down: "drop extension file_fdw",
    });
    expect(result.worldProblems).toEqual([]);
    expect(result.outcome).toBe("completed");
    expect(stepsOf(result)[2]?.notices[0]?.message).toMatch(/takes a superuser/u);
    expect(result.rollback.status).toBe("exact");
  });

  test("runs a pg_dump with psql's commands and an empty search path", async () => {
    const result = await rehearsal(server, {
      before: `\\restrict abc\nSET search_path = '';\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.t (id integer);\n\\unrestrict abc\n`,
      up: "alter table t add column v int",
    });
    expect(result.worldProblems).toEqual([]);
    expect(result.outcome).toBe("completed");
  });

  test("keeps what a schema file did before its failing statement", async () => {
    const result = await rehearsal(server, {
      before: "create table a (id int); create table b (id nothing); create table c (id int);",
      up: "select 1",
      plan: { settled: settled("select 1") },
    });
    expect(result.worldProblems[0]?.sqlstate).toBe("42704");
    expect([...(result.base?.tables.keys() ?? [])]).toEqual(["public.a"]);
  });

  test("an empty table is proven empty by a seed alone", async () => {
    const before = "create table a (id int); create table b (id int);";
    const seeded = await rehearsal(server, { before, seed: "insert into a values (1)", up: "select 1" });
    expect([...(seeded.base?.tables.values() ?? [])].map(({ rows }) => rows)).toEqual([1, 0]);
    const bare = await rehearsal(server, { before, up: "select 1" });
    expect([...(bare.base?.tables.values() ?? [])].map(({ rows }) => rows)).toEqual([null, null]);
  });
});

describe("the catalog", () => {
  test("has tables, columns, keys, partitions, types and triggers as the server has them", async () => {
    const { base } = await rehearsal(server, {
      before: `
        create type kind as enum ('material', 'note');
        create domain positive as int check (value > 0);
        create table users (id bigint generated always as identity primary key, name varchar(40) not null default 'x', price numeric(8, 2), tags text[], at timestamptz(3), doubled int generated always as (1 + 1) stored);
        create table posts (id int primary key, user_id bigint references users (id) on delete cascade, kind kind, body text, constraint body_set check (body is not null and user_id is not null), check (kind in ('note')));
        create unique index posts_lower on posts (lower(body), user_id) include (kind) where id > 0;
        alter table posts add constraint later check (id > 1) not valid;
        create table parts (id int, at date) partition by range (at);
        create table parts_rest partition of parts default;
        insert into parts select 1, '2020-01-01' from generate_series(1, 3);
        create view busy as select u.name from users u join posts p on p.user_id = u.id;
        create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger touched before insert or update on posts for each row execute function touch();
        create sequence counter;`,
      up: "select 1",
    });
    const users = base?.tables.get("public.users");
    expect(
      users?.columns.map(({ name, type, notNull, identity, generated }) => [
        name,
        type.name,
        type.modifiers,
        type.array,
        notNull,
        identity,
        generated,
      ]),
    ).toEqual([
      ["id", "int8", [], false, true, true, null],
      ["name", "varchar", [40], false, true, false, null],
      ["price", "numeric", [8, 2], false, false, false, null],
      ["tags", "text", [], true, false, false, null],
      ["at", "timestamptz", [3], false, false, false, null],
      ["doubled", "int4", [], false, false, false, "stored"],
    ]);
    expect(users?.columns[1]?.default).toBe("'x'::character varying");
    const posts = base?.tables.get("public.posts");
    const constraint = (name: string) => posts?.constraints.find((each) => each.name === name);
    expect(constraint("body_set")?.expression?.provesNotNull).toEqual(["body", "user_id"]);
    expect(constraint("posts_kind_check")?.expression?.literals).toEqual(["note"]);
    expect(constraint("later")?.validated).toBe(false);
    expect(constraint("posts_user_id_fkey")).toMatchObject({
      type: "foreign-key",
      columns: ["user_id"],
      references: { table: "public.users", columns: ["id"] },
    });
    expect(posts?.triggers).toEqual([
      { name: "touched", timing: "before", level: "row", events: ["insert", "update"], routine: "public.touch", reads: [] },
    ]);
    expect(base?.indexes.get("public.posts_lower")).toMatchObject({
      table: "public.posts",
      unique: true,
      method: "btree",
      columns: [null, "user_id"],
      reads: ["body", "id", "kind"],
      partial: true,
      constraint: null,
    });
    expect(base?.indexes.get("public.posts_pkey")?.constraint).toBe("posts_pkey");
    expect(base?.tables.get("public.parts")).toMatchObject({ kind: "partitioned", partitionColumns: ["at"], rows: 3 });
    expect(base?.tables.get("public.parts_rest")).toMatchObject({ partitionOf: "public.parts", isDefaultPartition: true });
    expect(base?.types.get("public.kind")).toMatchObject({ variety: "enum", labels: ["material", "note"] });
    expect(base?.types.get("public.positive")?.domain?.checks[0]?.text).toBe("(VALUE > 0)");
    expect(base?.views.get("public.busy")?.reads).toEqual(expect.arrayContaining(["public.users.name", "public.posts.user_id"]));
    expect(base?.routines.get("public.touch")).toMatchObject({ language: "plpgsql", volatility: "volatile" });
    expect(base?.sequences.has("public.counter")).toBe(true);
    expect(base?.searchPath).toEqual(["public"]);
    expect(base?.complete).toBe(true);
  });
});

describe("what the change made", () => {
  test("is counted by kind", async () => {
    const result = await rehearsal(server, {
      before: "create table users (id int primary key); insert into users values (1);",
      up: `create type kind as enum ('a'); create table logs (id int primary key, user_id int references users (id), kind kind check (kind is not null));
           create index on logs (user_id); alter table users add column email text; insert into users values (2, 'x');
           create table plugins (name text); insert into plugins values ('a'), ('b');`,
    });
    expect(Object.fromEntries(result.created.map(({ kind, names }) => [kind, names]))).toEqual({
      tables: ["logs", "plugins"],
      types: ["kind"],
      columns: ["users.email"],
      indexes: ["logs_pkey", "logs_user_id_idx"],
      "primary keys": ["logs.logs_pkey"],
      "foreign keys": ["logs.logs_user_id_fkey"],
      "check constraints": ["logs.logs_kind_check"],
      rows: ["plugins: 2", "users: 1"],
    });
  });

  test("includes an invalid index that a failed CONCURRENTLY leaves", async () => {
    const result = await rehearsal(server, {
      before: "create table t (v int); insert into t values (1), (1);",
      transaction: "statement",
      up: "create unique index concurrently t_v on t (v)",
    });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result)[0]?.error?.sqlstate).toBe("23505");
    expect(result.invalidIndexes).toEqual(["public.t_v"]);
  });
});
