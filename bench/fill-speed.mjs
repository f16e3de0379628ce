// Times how fast representative rows are made: rows a minute for narrow, wide, referring, partitioned and checked tables,
// with their primary keys and other indexes.
// Usage: npx tsc -p tsconfig.json && node bench/fill-speed.mjs [rows] [--major N]
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { fillRepresentative } from "../lib/rehearsal/representative/fill-representative.js";

const words = process.argv.slice(2);
const majorAt = words.indexOf("--major");
const major = majorAt < 0 ? null : Number(words.splice(majorAt, 2)[1]);
const rows = Number(words[0] ?? 1_000_000);

const SCHEMA = `
create table narrow (id bigint primary key, number int not null, name text not null);
create table wide (id bigserial primary key, external_id uuid not null unique, email text not null unique, name varchar(200) not null,
  note text, payload jsonb not null, amount numeric(12, 2) not null, tags text[] not null, created_at timestamptz not null, updated_at timestamptz,
  flag boolean not null, address inet, day date not null, a int, b int, c bigint, d double precision, e text, f text, g text);
create index on wide (created_at);
create table parents (id bigserial primary key, name text not null);
create table keyed (id uuid primary key, name text not null);
create table child (id bigserial primary key, parent_id bigint not null references parents, keyed_id uuid not null references keyed, number int);
create index on child (parent_id);
create table logged (id bigint generated always as identity, at date not null, text text, primary key (id, at)) partition by range (at);
${Array.from({ length: 12 }, (_, at) => `create table logged_${at} partition of logged for values from ('${day(at)}') to ('${day(at + 1)}');`).join("\n")}
create table hashed (id bigint primary key, text text) partition by hash (id);
${[0, 1, 2, 3].map((at) => `create table hashed_${at} partition of hashed for values with (modulus 4, remainder ${at});`).join("\n")}
create table checked (id serial primary key, status text not null check (status in ('open', 'closed', 'gone')), level int check (level between 1 and 5),
  email text not null unique check (email ~ '^[^@]+@[^@]+\\.[a-z]{2,}$'), starts_at timestamptz not null, ends_at timestamptz not null, check (starts_at < ends_at));
`;

/** First days of the months of 2024, and of the next year. */
function day(at) {
  return `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`;
}

const signal = new AbortController().signal;
const { server } = await startEngine({ choice: "local", major, databaseUrl: null, signal, log: () => {} });
try {
  const database = await server.database();
  await (await database.connect()).run(SCHEMA);
  const observer = await database.connectAsObserver();
  const table = {};
  for (const [name, share] of [
    ["narrow", 1],
    ["wide", 0.2],
    ["parents", 0.1],
    ["keyed", 0.1],
    ["child", 1],
    ["logged", 1],
    ["hashed", 1],
    ["checked", 0.5],
  ]) {
    const wanted = new Map([[`public.${name}`, rows * share]]);
    const { filled, unfilled } = await fillRepresentative(observer, server.versionNumber, {
      rows: wanted,
      statistics: null,
      seed: 1,
    });
    for (const { relation, rows: made, ms } of filled) {
      const [size] = await observer.query(
        `select pg_size_pretty(pg_total_relation_size('${relation}') + coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree('${relation}') where isleaf and level > 0), 0)) as size`,
      );
      table[relation.replace("public.", "")] = {
        rows: made,
        seconds: Math.round(ms / 100) / 10,
        "rows a minute": Math.round((made / ms) * 60_000),
        size: size.size,
      };
    }
    for (const { relation, reason } of unfilled) console.log(`${relation}: ${reason}`);
  }
  console.log(`PostgreSQL ${server.version}, ${rows.toLocaleString("en-US")} rows and parts of it`);
  console.table(table);
} finally {
  await server[Symbol.asyncDispose]();
}
