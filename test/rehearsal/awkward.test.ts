import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Filling, fillAwkwardRows } from "../../src/rehearsal/awkward/fill-awkward-rows.js";
import type { Shape } from "../../src/rehearsal/awkward/shape.js";
import { isGuessed, valuesOf } from "../../src/rehearsal/awkward/values-of.js";
import type { Database, Server, Session } from "../../src/rehearsal/engine.js";
import { literal } from "../../src/rehearsal/quoted.js";
import { startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Databases of the test that runs. */
const open = new Set<Database>();
afterEach(async () => {
  for (const database of open) await database.drop();
  open.clear();
});

interface World {
  readonly session: Session;
  readonly observer: Session;
  readonly filling: Filling;
}

async function filled(schema: string, tables: readonly string[], tame: readonly string[] = []): Promise<World> {
  const database = await server.database();
  open.add(database);
  const session = await database.connect();
  const observer = await database.connectAsObserver();
  await session.run(schema);
  const filling = await fillAwkwardRows(observer, server.versionNumber, {
    tables: tables.map((table) => `public.${table}`),
    tame: new Set(tame.map((table) => `public.${table}`)),
  });
  return { session, observer, filling };
}

async function stateOf(session: Session, sql: string): Promise<string> {
  return session.run(`begin; ${sql}; rollback`).then(
    () => "took it",
    async (error: { sqlstate?: string }) => {
      await session.run("rollback");
      return error.sqlstate ?? String(error);
    },
  );
}

async function one(session: Session, sql: string): Promise<unknown> {
  return Object.values((await session.run(sql)).rows[0] ?? {})[0];
}

/** Constraints that the rows would refuse if they were added now. */
async function broken(session: Session): Promise<string[]> {
  const constraints = await session.query<{ relation: string; definition: string }>(`
    select conrelid::regclass::text as relation, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid <> 0 and contype in ('f', 'c', 'x', 'u') and conparentid = 0 and connamespace = 'public'::regnamespace`);
  const found: string[] = [];
  for (const { relation, definition } of constraints) {
    const state = await stateOf(session, `alter table ${relation} add constraint once_more ${definition}`);
    if (state !== "took it") found.push(`${relation} ${definition}: ${state}`);
  }
  return found;
}

const SHOP = `
create type mood as enum ('sad', 'ok', 'happy');
create domain positive as int check (value > 0);
create domain mail as text check (value ~ '^[^@]+@[^@]+\\.[a-z]{2,}$');
create table teams (id bigserial primary key, name varchar(200) not null unique, parent_id bigint references teams);
create table people (
  id uuid primary key, team_id bigint references teams, boss_id uuid not null references people, email mail unique,
  nick varchar(200), code text, label text, big bigint, level int, rate numeric(6, 2), mood mood not null, tags text[], data jsonb,
  born date, seen timestamptz, size positive, account_id bigint, photo bytea, address inet, flag boolean,
  upper_code text generated always as (upper(code)) stored);
create table members (team_id bigint references teams, person_id uuid references people, primary key (team_id, person_id));
create table bookings (
  id int generated always as identity primary key, starts_at timestamptz not null, ends_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'closed', 'gone')), note text check (length(note) between 5 and 9),
  payload json check (json_typeof(payload) = 'object'), slot int4range not null, a_id int, b_id int,
  check (starts_at < ends_at), check (num_nonnulls(a_id, b_id) = 1), exclude using gist (slot with &&));
insert into teams (name) values ('Alpha'), ('awkward_1');
insert into people (id, team_id, boss_id, email, mood)
  values ('aaaaaaaa-0000-4000-9000-000000000000', 1, 'aaaaaaaa-0000-4000-9000-000000000000', 'aaa@aaa.aaa', 'ok');
insert into bookings (starts_at, ends_at, slot, a_id) values ('2020-01-01', '2020-01-02', '[1,2)', 1);
`;

describe("awkward rows", () => {
  let world: World;
  beforeAll(async () => {
    world = await filled(SHOP, ["members", "bookings", "people", "teams"]);
    // All tests below look at this one.
    open.clear();
  });

  test("fill every table", () => {
    expect(world.filling.unfilled).toEqual([]);
    expect(world.filling.filled.map(({ relation }) => relation).sort()).toEqual(
      ["bookings", "members", "people", "teams"].map((name) => `public.${name}`),
    );
  });

  test.each([
    ["alter table people alter nick set not null", "23502"],
    ["create unique index on people (nick)", "23505"],
    ["create unique index on people (lower(code))", "23505"],
    ["create unique index on teams (lower(name))", "23505"],
    ["alter table people add foreign key (account_id) references teams", "23503"],
    ["alter table people add check (level > 0)", "23514"],
    ["alter table people alter nick type varchar(20)", "22001"],
    ["alter table people alter label type int using label::int", "22P02"],
    ["alter table people alter label type jsonb using label::jsonb", "22P02"],
    ["alter table people alter label type date using label::date", "22007"],
    ["alter table people alter big type int", "22003"],
    ["alter table teams alter id type int", "22003"],
    ["alter table people alter rate type numeric(4, 2)", "22003"],
    ["alter table bookings alter a_id set not null", "23502"],
    ["alter table bookings add check (status <> 'gone')", "23514"],
    ["create unique index on members (team_id)", "23505"],
  ])("%s fails with %s", async (sql, state) => {
    expect(await stateOf(world.session, sql)).toBe(state);
  });

  test("break no constraint, and leave the rows that are there", async () => {
    expect(await broken(world.session)).toEqual([]);
    expect(await one(world.session, "select count(*)::int from teams where name in ('Alpha', 'awkward_1') and id < 3")).toBe(2);
  });

  test("show every label and say what they hold", async () => {
    expect(await one(world.session, "select count(distinct mood)::int from people")).toBe(3);
    expect(await one(world.session, "select count(distinct status)::int from bookings")).toBe(3);
    const people = world.filling.filled.find(({ relation }) => relation === "public.people");
    expect(people?.rows).toBe(Number(await one(world.session, "select count(*) from people")) - 1);
    for (const words of ["NULL in nick", "duplicate nick", "longest text in nick", "every label in mood"])
      expect(people?.what).toContain(words);
    expect(people?.what).not.toContain("NULL in id");
  });

  test("are not in the way of the next row", async () => {
    expect(await stateOf(world.session, "insert into teams (name) values ('one'), ('two')")).toBe("took it");
    expect(await one(world.session, "select last_value::int from teams_id_seq")).toBeLessThan(10);
    const next = "insert into bookings (starts_at, ends_at, slot, a_id) values ('2020-01-01', '2020-01-02', '[5,6)', 1)";
    expect(await stateOf(world.session, next)).toBe("took it");
  });

  test("leave nothing else behind", async () => {
    expect(await one(world.observer, "select count(*)::int from pg_roles where rolname like 'awkward%'")).toBe(0);
    expect(await one(world.observer, "select count(*)::int from pg_proc where proname like '%awkward%'")).toBe(0);
    expect(await one(world.observer, "show session_replication_role")).toBe("origin");
  });
});

describe("awkward schemas", () => {
  test("with checks that are hard to guess are filled", async () => {
    const { session, filling } = await filled(
      `create table accounts (
         id int primary key, email text not null unique check (email ~ '^.+@.+$'), slug text not null check (slug ~ '^[a-z0-9-]{3,10}$'),
         address bytea not null check (octet_length(address) = 20), kind text not null, card text, iban text,
         tags text[] not null check (array_length(tags, 1) between 1 and 2), url text check (url like 'https://%'),
         share numeric(5, 4) not null check (share > 0 and share <= 1), settings jsonb not null check (settings ? 'version'),
         code char(3) not null check (code = upper(code) and length(code) = 3), year int not null check (year between 1990 and 2010),
         check (kind = 'card' and card is not null and iban is null or kind = 'iban' and iban is not null and card is null))`,
      ["accounts"],
    );
    expect(filling.unfilled).toEqual([]);
    expect(await one(session, "select count(*)::int from accounts")).toBeGreaterThan(5);
    expect(await one(session, "select count(distinct kind)::int from accounts")).toBe(2);
    expect(await broken(session)).toEqual([]);
  });

  test("that take no row are told with the server's words", async () => {
    const { filling } = await filled(
      `create table never (x int, constraint impossible check (x > 5 and x < 3 and x is not null));
       create table below (id int primary key, never_id int not null references never_again);`.replace(
        "create table below",
        "create table never_again (id int primary key, check (id <> id)); create table below",
      ),
      ["never", "below", "nowhere"],
    );
    const reasons = Object.fromEntries(filling.unfilled.map(({ relation, reason }) => [relation, reason]));
    expect(reasons["public.never"]).toContain('"impossible"');
    expect(reasons["public.below"]).toBe("a table that it refers to has no row");
    expect(reasons["public.nowhere"]).toBe("is no table");
    expect(filling.filled).toEqual([]);
  });

  test("with partitions get rows in each", async () => {
    const { session, filling } = await filled(
      `create table events (id bigint generated always as identity, at date not null, kind text, primary key (id, at)) partition by range (at);
       create table events_old partition of events for values from (minvalue) to ('2024-01-01');
       create table events_24 partition of events for values from ('2024-01-01') to ('2024-02-01');
       create table events_rest partition of events default;
       create table places (id uuid, region text not null, primary key (id, region)) partition by list (region);
       create table places_ab partition of places for values in ('a', 'b');
       create table places_deep partition of places for values in ('c') partition by hash (id);
       create table places_c0 partition of places_deep for values with (modulus 2, remainder 0);
       create table places_c1 partition of places_deep for values with (modulus 2, remainder 1);
       create table visits (id int primary key, place_id uuid not null, region text not null, foreign key (place_id, region) references places);
       create table empty (id int) partition by list (id)`,
      ["visits", "events", "empty"],
    );
    expect(filling.unfilled).toEqual([{ relation: "public.empty", reason: "has no partition" }]);
    for (const table of ["events_old", "events_24", "events_rest", "places_ab", "places_c0", "places_c1", "visits"])
      expect(await one(session, `select count(*)::int from ${table}`), table).toBeGreaterThan(0);
    expect(filling.filled.map(({ relation }) => relation).sort()).toEqual(["public.events", "public.places", "public.visits"]);
    expect(await broken(session)).toEqual([]);
  });

  test("with circles, tenants and children are filled so that every reference holds", async () => {
    const { session, filling } = await filled(
      `create table tenants (id uuid primary key, main_user uuid);
       create table users (tenant uuid not null references tenants, id uuid not null, primary key (tenant, id));
       alter table tenants add foreign key (id, main_user) references users;
       create table notes (tenant uuid not null references tenants, author uuid not null, parent int, id serial, primary key (tenant, id),
         foreign key (tenant, author) references users, foreign key (tenant, parent) references notes);
       create table pairs (a uuid, b uuid, foreign key (a, b) references users match full);
       create table profiles (tenant uuid, id uuid, primary key (tenant, id), foreign key (tenant, id) references users);
       create table animals (id int primary key, name text);
       create table dogs (bark text not null) inherits (animals);
       create table ranks (id int primary key, place int not null, unique (place) deferrable initially deferred);
       insert into ranks values (1, 1), (2, 2000000000)`,
      ["notes", "pairs", "profiles", "animals", "ranks"],
    );
    expect(filling.unfilled).toEqual([]);
    expect(filling.filled.map(({ relation }) => relation)).toContain("public.dogs");
    expect(await broken(session)).toEqual([]);
    expect(await one(session, "select count(*)::int from pairs where a is null")).toBeGreaterThan(0);
    expect(await one(session, "select count(*)::int from pairs where a is not null")).toBeGreaterThan(0);
  });

  test("with every kind of type take values of it", async () => {
    const types = `smallint,integer,bigint,oid,numeric,numeric(3;3),numeric(6;2),real,double precision,money,text,varchar,varchar(1),char(5),"char",
      name,boolean,uuid,bytea,date,time,timetz,timestamp(0),timestamptz,interval,json,jsonb,jsonpath,inet,cidr,macaddr,macaddr8,bit(5),
      varbit(9),bit varying,point,line,lseg,box,path,polygon,circle,tsvector,tsquery,pg_lsn,int4range,numrange,tstzrange,daterange,
      int[],text[][],varchar(3)[],jsonb[],weekday,weekday[],pair,pair[],span,regclass,"Odd ""type"" %"`;
    const columns = types.split(",").map((type, at) => `c${at} ${type.replace(";", ",").trim()}`);
    const { session, filling } = await filled(
      `create type weekday as enum ('mon', 'it''s "tue"', ''); create type pair as (a int, b text); create domain "Odd ""type"" %" as pair[];
       create type span as range (subtype = float8); create table everything (${columns.join(", ")});
       create table strict (${columns.map((column) => `${column} not null`).join(", ")})`,
      ["everything", "strict"],
    );
    expect(filling.unfilled).toEqual([]);
    for (const { what } of filling.filled)
      for (const words of [/^largest number in c0$/u, /^every label in c5\d$/u])
        expect(what.some((each) => words.test(each))).toBe(true);
    // Nothing of what is awkward was refused: only what was asked for and taken is told.
    expect(await one(session, "select count(distinct c16)::int from strict")).toBe(2);
    expect(await one(session, "select count(*)::int from strict where c4 = 'NaN'")).toBe(1);
    expect(await one(session, "select count(*)::int from strict where c19 = 'infinity'")).toBeGreaterThan(0);
  });

  test("are given no value that its type does not read", async () => {
    const names = `int2,int4,int8,oid,numeric,float4,float8,money,text,varchar,bpchar,"char",name,bool,uuid,bytea,date,time,timetz,timestamp,
      timestamptz,interval,json,jsonb,jsonpath,inet,cidr,macaddr,macaddr8,bit,varbit,point,line,lseg,box,path,polygon,circle,tsvector,
      tsquery,pg_lsn,xid,xid8,pg_snapshot,txid_snapshot,regclass,regtype`;
    const casts = names.split(",").flatMap((listed) => {
      const type = listed.trim();
      const shape: Shape = { kind: "base", name: type.replaceAll('"', ""), modifier: -1, sql: type };
      const bound: Shape = { kind: "array", element: shape, sql: "" };
      return [shape, bound].flatMap((each, at) => {
        const { tame, awkward, distinct } = valuesOf(each, server.versionNumber);
        const texts = [...tame, ...awkward.map(({ text }) => text), ...[0, 1, 2, 23].map(distinct)].filter(
          (text) => text !== null,
        );
        expect(isGuessed(each, server.versionNumber), type).toBe(false);
        return texts.map((text) => `${literal(text)}::${type}${at === 0 ? "" : "[]"}::text`);
      });
    });
    const { session } = await filled("select 1", []);
    expect(await one(session, `select cardinality(array[${casts.join(", ")}])`)).toBe(casts.length);
  });

  test("give tame tables nothing to remark on", async () => {
    const { session, filling } = await filled(
      "create table calm (id serial primary key, name text, age int, email text unique)",
      ["calm"],
      ["calm"],
    );
    expect(filling.filled[0]?.rows).toBe(3);
    expect(filling.filled[0]?.what).toEqual([]);
    expect(await one(session, "select count(*)::int from calm where name is null or age is null or age < 1")).toBe(0);
  });

  test("are filled the same way each time", async () => {
    const rows = async () => {
      const { session } = await filled(SHOP, ["members", "bookings", "people", "teams"]);
      return one(
        session,
        "select md5(string_agg(t::text, '/' order by t::text)) from (select p::text from people p union all select b::text from bookings b) t",
      );
    };
    expect(await rows()).toBe(await rows());
  });
});

describe("code of the user", () => {
  test("in triggers does not run, and row security hides nothing", async () => {
    const { session, filling } = await filled(
      `create table log (id int);
       create table guarded (id int primary key, name text);
       create function note() returns trigger language plpgsql as $$ begin insert into log values (1); raise exception 'never'; end $$;
       create trigger note before insert on guarded for each row execute function note();
       alter table guarded enable row level security; alter table guarded force row level security`,
      ["guarded"],
    );
    expect(filling.unfilled).toEqual([]);
    expect(await one(session, "select count(*)::int from log")).toBe(0);
  });

  test("in checks is never superuser's, and cannot become it", async () => {
    const { session, observer, filling } = await filled(
      `create table attempts (id serial, what text);
       create function is_superuser() returns boolean language sql as $$ select rolsuper from pg_roles where rolname = current_user $$;
       create function climb(x int) returns boolean language plpgsql as $$
       begin
         if public.is_superuser() then return false; end if;
         begin reset role; exception when others then null; end;
         begin execute 'set role postgres'; exception when others then null; end;
         begin reset session authorization; exception when others then null; end;
         begin alter function pg_temp.fill_awkward_rows(jsonb) security invoker; exception when others then null; end;
         perform set_config('search_path', 'pg_temp', false);
         return not public.is_superuser();
       end $$;
       create table climbers (id int primary key, x int check (climb(x)));
       create table later (id int primary key, x int check (climb(x)), climber_id int references climbers)`,
      ["climbers", "later"],
    );
    // A check that had found itself superuser would have refused every row.
    expect(filling.unfilled).toEqual([]);
    expect(await one(session, "select count(*)::int from later")).toBeGreaterThan(5);
    expect(await one(observer, "show search_path")).not.toBe("pg_temp");
  });
});
