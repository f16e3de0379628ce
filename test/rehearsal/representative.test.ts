import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ColumnStatistics, Statistics } from "../../src/model/statistics.js";
import type { Database, Server, Session } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { fillRepresentative, type RepresentativeFilling } from "../../src/rehearsal/representative/fill-representative.js";
import { rehearsal, stepsOf } from "./support.js";

const majors = [...new Set(findServerBinaries().map(({ major }) => major))];

interface World {
  readonly session: Session;
  readonly observer: Session;
  readonly filling: RepresentativeFilling;
}

describe.each(majors)("representative rows on PostgreSQL %i", (major) => {
  let server: Server;
  const open = new Set<Database>();
  beforeAll(async () => {
    const signal = new AbortController().signal;
    server = (await startEngine({ choice: "local", major, databaseUrl: null, signal, log: () => undefined })).server;
  });
  afterEach(async () => {
    for (const database of open) await database.drop();
    open.clear();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function filled(
    schema: string,
    rows: Readonly<Record<string, number>>,
    statistics: Statistics | null = null,
    seed = 1,
  ): Promise<World> {
    const database = await server.database();
    open.add(database);
    const session = await database.connect();
    const observer = await database.connectAsObserver();
    await session.run(schema);
    const wanted = new Map(Object.entries(rows).map(([table, count]) => [`public.${table}`, count]));
    const filling = await fillRepresentative(observer, server.versionNumber, { rows: wanted, statistics, seed });
    return { session, observer, filling };
  }

  test("hold every constraint of a hard schema", async () => {
    const { session, filling } = await filled(HARD, {
      teams: 50,
      people: 2_000,
      members: 3_000,
      bookings: 1_000,
      everything: 500,
      nodes: 400,
      profiles: 2_000,
      events: 900,
      regions: 300,
      spread: 800,
      items: 1_000,
      arcs: 500,
      settings: 300,
      singles: 200,
      stays: 300,
    });
    expect(filling.unfilled).toEqual([]);
    expect(await broken(session)).toEqual([]);
    const counts = await counted(session, filling);
    expect(Object.values(counts).every((count) => count >= 50)).toBe(true);
    expect(counts).toMatchObject({ people: 2_000, members: 3_000, events: 900, regions: 300, spread: 800, everything: 500 });
  });

  test("are like the statistics say", async () => {
    const column = { type: "text", nullFraction: 0, distinct: -1, width: 8 };
    const { session } = await filled(
      "create table things (id bigserial primary key, kind text, note text, level int)",
      { things: 4_000 },
      statisticsOf("public.things", {
        kind: { ...column, distinct: 7 },
        note: { ...column, width: 61, nullFraction: 0.3 },
        level: { ...column, type: "integer", distinct: -0.5 },
      }),
    );
    const [seen] = await session.query<
      Record<string, number>
    >(`select count(distinct kind)::int as kinds, count(kind)::int as filled,
      (count(*) - count(note))::int as nulls, avg(length(note))::int as width, count(distinct level)::int as levels from things`);
    expect(seen).toMatchObject({ kinds: 7, filled: 4_000, width: 60 });
    expect(seen?.["nulls"]).toBeGreaterThan(1_000);
    expect(seen?.["nulls"]).toBeLessThan(1_400);
    expect(seen?.["levels"]).toBeGreaterThan(1_500);
    expect(seen?.["levels"]).toBeLessThanOrEqual(2_000);
  });

  test("are the same for the same seed, and others for another", async () => {
    const schema = `create table kinds (id uuid primary key, name text); create table things (id serial primary key, at timestamptz,
      kind_id uuid not null references kinds, boss_id int references things, amount numeric(9, 2))`;
    const digest = async (seed: number) => {
      const { session } = await filled(schema, { things: 600 }, null, seed);
      const [row] = await session.query<{ md5: string }>("select md5(string_agg(t::text, ',' order by id)) as md5 from things t");
      return row?.md5;
    };
    const first = await digest(1);
    expect(await digest(1)).toBe(first);
    expect(await digest(2)).not.toBe(first);
  });

  test("leave what is there, go on behind it, and fire no trigger", async () => {
    const { session, observer } = await filled(
      `create table orders (id bigint generated always as identity primary key, name text not null unique);
      create table log (id serial primary key);
      create function note() returns trigger language plpgsql as $$ begin insert into log default values; return new; end $$;
      create trigger note after insert on orders for each row execute function note();
      insert into orders (name) values ('one'), ('two'); truncate log;
      alter table orders enable row level security; alter table orders force row level security`,
      { orders: 100 },
    );
    const wanted = new Map([["public.orders", 250]]);
    const again = await fillRepresentative(observer, server.versionNumber, { rows: wanted, statistics: null, seed: 1 });
    expect(again.filled).toMatchObject([{ relation: "public.orders", rows: 150 }]);
    await session.run("alter table orders disable row level security; insert into orders (name) values ('next')");
    const [row] =
      await session.query(`select count(*)::int as rows, max(id)::int as last, (select count(*)::int from log) as fired,
      count(*) filter (where name in ('one', 'two'))::int as kept from orders`);
    expect(row).toEqual({ rows: 251, last: 251, fired: 1, kept: 2 });
  });

  test("refer to parents that nobody asked for, spread over all of them", async () => {
    const { session, filling } = await filled(
      "create table authors (id uuid primary key); create table books (id serial primary key, author_id uuid not null references authors)",
      { books: 2_000 },
    );
    expect(filling.filled.map(({ relation, rows }) => [relation, rows])).toEqual([
      ["public.authors", 200],
      ["public.books", 2_000],
    ]);
    const [row] = await session.query<{ authors: number }>("select count(distinct author_id)::int as authors from books");
    expect(row?.authors).toBeGreaterThan(190);
  });

  test("are missing where the server refuses them, and it says why", async () => {
    const { filling } = await filled(
      `create table closed (id serial primary key, check (false)); create table few (is_one boolean primary key check (is_one));
      create table left_behind (id serial primary key, closed_id int not null references closed)`,
      { closed: 10, few: 10, left_behind: 10 },
    );
    expect(filling.filled).toMatchObject([{ relation: "public.few", rows: 1 }]);
    expect(filling.unfilled.map(({ relation }) => relation).sort()).toEqual([
      "public.closed",
      "public.few",
      "public.left_behind",
    ]);
    expect(filling.unfilled.find(({ relation }) => relation === "public.few")?.reason).toMatch(/1 of 10 rows: duplicate key/u);
    expect(filling.unfilled.find(({ relation }) => relation === "public.left_behind")?.reason).toMatch(/refers to has no row/u);
  });

  test("fill the tables that a change touches, and are no proof against it", async () => {
    const before = "create table orders (id serial primary key, level int not null); create table others (id serial primary key)";
    const rows = { most: 500, statistics: null };
    const fine = await rehearsal(server, { before, up: "alter table orders alter level type bigint", plan: { rows } });
    expect(fine.generated).toEqual({ tables: [{ relation: "public.orders", rows: 500 }], unfilled: [], refused: null });
    expect(fine.base?.tables.get("public.orders")?.rows).toBe(500);
    expect(fine.base?.tables.get("public.others")?.rows).toBeNull();
    expect(stepsOf(fine)[0]?.rewrites).toEqual(["public.orders"]);
    const narrow = await rehearsal(server, { before, up: "alter table orders add check (level < 10)", plan: { rows } });
    expect(narrow.outcome).toBe("completed");
    expect(narrow.generated?.refused?.sqlstate).toBe("23514");
  });
});

function statisticsOf(table: string, columns: Readonly<Record<string, ColumnStatistics>>): Statistics {
  const none = {
    parent: null,
    bytes: 0,
    toastBytes: 0,
    deadRows: 0,
    readsPerSecond: null,
    writesPerSecond: null,
    analyzedAt: null,
  };
  return {
    version: 1,
    takenAt: "2026-01-01T00:00:00Z",
    server: {
      version: "16.1",
      versionNumber: 160_001,
      standby: false,
      databaseBytes: 0,
      replicas: null,
      countedSeconds: null,
      longestTransactionSeconds: null,
      extensions: {},
      settings: {},
    },
    tables: { [table]: { ...none, rows: 4_000, columns, indexes: {} } },
  };
}

async function counted(session: Session, { filled }: RepresentativeFilling): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { relation } of filled) {
    const [row] = await session.query<{ count: string }>(`select count(*)::text as count from ${relation}`);
    counts[relation.replace("public.", "")] = Number(row?.count);
  }
  return counts;
}

/** Constraints that the rows would refuse if they were added now. */
async function broken(session: Session): Promise<string[]> {
  const constraints = await session.query<{ relation: string; definition: string }>(`
    select conrelid::regclass::text as relation, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid <> 0 and contype in ('f', 'c', 'x', 'u') and conparentid = 0 and coninhcount = 0 and connamespace = 'public'::regnamespace`);
  const found: string[] = [];
  for (const { relation, definition } of constraints) {
    const state = await session.run(`begin; alter table ${relation} add constraint once_more ${definition}`).then(
      () => null,
      (error: Error) => error.message,
    );
    await session.run("rollback");
    if (state !== null) found.push(`${relation} ${definition}: ${state}`);
  }
  return found;
}

const HARD = `
create type mood as enum ('sad', 'ok', 'happy');
create type pair as (a int, b text);
create domain positive as int check (value > 0);
create domain mail as text check (value ~ '^[^@]+@[^@]+\\.[a-z]{2,}$');
create table teams (id bigserial primary key, name varchar(200) not null unique, parent_id bigint references teams, code char(3) unique check (code ~ '^[A-Z]{3}$'));
create table people (
  id uuid primary key, team_id bigint references teams, boss_id uuid not null references people, email mail unique,
  level int not null check (level between 1 and 5), mood mood not null, size positive not null, upper_code text generated always as (upper(email)) stored,
  born date check (born > '1900-01-01'), seen timestamptz not null, unique (team_id, id));
create unique index on people (lower(email));
create table members (team_id bigint references teams, person_id uuid references people, primary key (team_id, person_id));
create table profiles (person_id uuid primary key references people, bio text not null check (length(bio) between 5 and 9));
create table bookings (
  id int generated always as identity primary key, starts_at timestamptz not null, ends_at timestamptz not null,
  status text not null check (status in ('open', 'closed', 'gone')), payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  slot int4range not null, a_id int, b_id int, share numeric(5, 4) not null check (share > 0 and share < 1),
  check (starts_at < ends_at), check (num_nonnulls(a_id, b_id) = 1), exclude using gist (slot with &&));
create table stays (room int not null, starts_at timestamp not null, ends_at timestamp not null,
  exclude using gist (tsrange(starts_at, ends_at) with &&));
create table everything (id int generated by default as identity primary key, a smallint not null, b numeric(3, 1) not null, c real not null, d double precision not null,
  e money not null, f char(2) not null, g name not null, h bytea not null, i time not null, j timetz not null, k interval not null, l inet not null,
  m cidr not null, n macaddr not null, o macaddr8 not null, p bit(5) not null, q varbit not null, r point not null, s line not null, t lseg not null, u box not null,
  v path not null, w polygon not null, x circle not null, y tsvector not null, z tsquery not null, aa xml not null, ab pg_lsn not null, ac json not null,
  ad jsonb not null, ae text[] not null, af pair not null, ag int4multirange not null, ah tstzrange not null, ai mood[] not null, aj "char" not null, ak oid not null,
  al varchar(3) not null, am bool not null, an numeric not null, ao box[] not null, ap positive[] not null, aq daterange not null, ar xid not null);
create table nodes (tenant int not null, id int not null, parent int, primary key (tenant, id), foreign key (tenant, parent) references nodes);
create table events (id bigint generated always as identity, at date not null, kind text not null, primary key (id, at)) partition by range (at);
create table events_1 partition of events for values from ('2024-01-01') to ('2024-02-01');
create table events_2 partition of events for values from ('2024-02-01') to ('2024-03-01');
create table events_rest partition of events default;
create table regions (region text not null, id serial, primary key (region, id)) partition by list (region);
create table regions_eu partition of regions for values in ('de', 'fr');
create table regions_us partition of regions for values in ('us') partition by range (id);
create table regions_us_1 partition of regions_us for values from (minvalue) to (1000000);
create table spread (id bigserial primary key, name text) partition by hash (id);
create table spread_0 partition of spread for values with (modulus 2, remainder 0);
create table spread_1 partition of spread for values with (modulus 2, remainder 1);
create table items (tenant_id int not null, id int not null, primary key (tenant_id, id));
create table arcs (id serial primary key, tenant_id int not null, from_id int not null, to_id int not null,
  foreign key (tenant_id, from_id) references items, foreign key (tenant_id, to_id) references items,
  team_id bigint references teams, person_id uuid references people, check (num_nonnulls(team_id, person_id) = 1));
create table settings (person_id uuid not null references people, kind mood not null, value text, unique (person_id, kind));
create table singles (id serial primary key, name text not null, is_main boolean not null);
create unique index on singles (is_main) where is_main;
`;
