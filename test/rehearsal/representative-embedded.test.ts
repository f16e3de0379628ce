import { expect, test } from "vitest";
import { fillRepresentative } from "../../src/rehearsal/representative/fill-representative.js";
import { startServer } from "./support.js";

test("representative rows are made on the embedded engine as well", async () => {
  await using server = await startServer("pglite");
  const database = await server.database();
  const session = await database.connect();
  await session.run(`create table teams (id uuid primary key, name varchar(20) not null unique);
    create table people (id bigint generated always as identity primary key, team_id uuid not null references teams,
      boss_id bigint references people, level int not null check (level between 1 and 5));`);
  const observer = await database.connectAsObserver();
  const rows = new Map([["public.people", 3_000]]);
  const filling = await fillRepresentative(observer, server.versionNumber, { rows, statistics: null, seed: 1 });
  expect(filling.unfilled).toEqual([]);
  await session.run(`insert into people (team_id, level) select team_id, 3 from people limit 1;
    alter table people add foreign key (team_id) references teams; alter table people add foreign key (boss_id) references people`);
  const [row] = await session.query(`select count(*)::int as rows, count(distinct level)::int as levels,
    count(*) filter (where boss_id < id)::int > 2000 as led from people`);
  expect(row).toEqual({ rows: 3_001, levels: 5, led: true });
});
