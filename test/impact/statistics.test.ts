import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readStatistics } from "../../src/impact/read-statistics.js";
import type { Server, Session } from "../../src/rehearsal/engine.js";
import { parseStatistics } from "../../src/settings/statistics-file.js";
import { startServer } from "../rehearsal/support.js";

let server: Server;
let session: Session;
beforeAll(async () => {
  server = await startServer();
  const database = await server.database();
  session = await database.connect();
  await session.run(`create table orders (id int primary key, state text, note text, secret text);
    insert into orders select g, (array['open', 'paid'])[g % 2 + 1], case when g % 4 = 0 then repeat('x', 40) end, 'hunter2' from generate_series(1, 2000) g;
    create index orders_state on orders (state);
    create table events (day date, kind text) partition by range (day);
    create table events_1 partition of events for values from ('2026-01-01') to ('2026-02-01');
    create table events_2 partition of events for values from ('2026-02-01') to ('2026-03-01');
    insert into events select date '2026-01-01' + g % 50, 'k' from generate_series(1, 500) g;
    create table unknown (id int);
    analyze orders; analyze events_1; analyze events_2;`);
});
afterAll(() => server[Symbol.asyncDispose]());

const atOnce = () => Promise.resolve();

describe("statistics of a database", () => {
  test("tell rows, shares of NULL, distinct values and widths, and sum up partitions", async () => {
    const { tables } = await readStatistics(session, new Date(0), atOnce);
    expect(tables["public.orders"]).toMatchObject({ rows: 2000, parent: null });
    expect(tables["public.orders"]?.columns["note"]).toMatchObject({ type: "text", nullFraction: 0.75 });
    expect(tables["public.orders"]?.columns["state"]?.distinct).toBe(2);
    expect(tables["public.orders"]?.columns["id"]?.distinct).toBe(-1);
    expect(Object.keys(tables["public.orders"]?.indexes ?? {})).toEqual(["orders_pkey", "orders_state"]);
    expect(tables["public.events"]?.rows).toBe(500);
    expect(tables["public.events_1"]?.parent).toBe("public.events");
    expect(tables["public.unknown"]?.rows).toBeNull();
  });

  test("hold no value of any row", async () => {
    const text = JSON.stringify(await readStatistics(session, new Date(0), atOnce));
    for (const value of ["hunter2", "paid", "xxxx"]) expect(text).not.toContain(value);
  });

  test("count rates between two looks where nobody knows since when counters run", async () => {
    const wait = async () => {
      await session.run("insert into unknown select g from generate_series(1, 100) g");
      await session.run("do $$ begin perform pg_catalog.pg_sleep(1.1); end $$");
    };
    const { server: about, tables } = await readStatistics(session, new Date(0), wait);
    expect(about.countedSeconds).toBeGreaterThan(0);
    expect(tables["public.unknown"]?.writesPerSecond).toBeGreaterThan(0);
  });

  test("come back from a file as they were written", async () => {
    const taken = await readStatistics(session, new Date(0), atOnce);
    expect(parseStatistics("s.json", JSON.stringify(taken))).toEqual(taken);
  });
});

describe("a file of statistics", () => {
  const mistakes = (text: string) => () => parseStatistics("s.json", text);
  test("that is none is refused with the place of its mistake", () => {
    expect(mistakes("{")).toThrow(/s\.json holds no statistics/u);
    expect(mistakes('{"version":1,"takenAt":"yesterday","server":{},"tables":{}}')).toThrow(/takenAt/u);
    const rows = {
      version: 1,
      takenAt: "2026-01-01T00:00:00Z",
      server: { version: "15.1", versionNumber: 150_001 },
      tables: { "public.t": { rows: -4 } },
    };
    expect(mistakes(JSON.stringify(rows))).toThrow(/tables › public\.t › rows/u);
  });
});
