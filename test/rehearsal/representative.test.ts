import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Statistics } from "../../src/model/statistics.js";
import type { Database, Server, Session } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { fillRepresentative, type RepresentativeFilling } from "../../src/rehearsal/representative/fill-representative.js";

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
  ): Promise<World> {
    const database = await server.database();
    open.add(database);
    const session = await database.connect();
    const observer = await database.connectAsObserver();
    await session.run(schema);
    const wanted = new Map(Object.entries(rows).map(([table, count]) => [`public.${table}`, count]));
    const filling = await fillRepresentative(observer, server.versionNumber, { rows: wanted, statistics, seed: 1 });
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
});

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
