import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer, stepsOf } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const before = "create table people (id int primary key, name text, email text); create index people_email on people (email);";
const seed = "insert into people select g, 'n' || g, 'e' || g from generate_series(1, 5) g";

describe("the way back", () => {
  test("is exact when schema and rows are as before, and the ups run again", async () => {
    const result = await rehearsal(server, {
      before,
      seed,
      up: "alter table people add column born date; create table pets (id int primary key);",
      down: "drop table pets; alter table people drop column born;",
    });
    expect(result.rollback).toMatchObject({
      status: "exact",
      differences: [],
      rows: [],
      rowsLost: 0,
      valuesLost: 0,
      missing: [],
      upAgainEqual: true,
    });
    expect(result.rollback.destroys).toEqual(["every row written since to table public.pets"]);
    expect(stepsOf(result, "down").map(({ migration, statement }) => [migration, statement])).toEqual([
      ["m1", 0],
      ["m1", 1],
    ]);
    expect(stepsOf(result, "again")).toHaveLength(2);
  });

  test("runs the downs of several migrations last first", async () => {
    const result = await rehearsal(server, {
      before,
      up: ["create table a (id int primary key)", "create table b (a_id int references a)"],
      down: ["drop table a", "drop table b"],
    });
    expect(stepsOf(result, "down").map(({ migration }) => migration)).toEqual(["m2", "m1"]);
    expect(result.rollback.status).toBe("exact");
  });

  test("a column that comes back at the end differs in order alone", async () => {
    const result = await rehearsal(server, {
      before,
      up: "alter table people drop column name",
      down: "alter table people add column name text",
    });
    expect(result.rollback.status).toBe("column-order");
    expect(result.rollback.differences).toEqual([
      { kind: "column order", object: "public.people", before: "id, name, email", after: "id, email, name" },
    ]);
  });

  test("drifts when an object does not come back as it was", async () => {
    const result = await rehearsal(server, {
      before,
      up: "drop index people_email",
      down: "create index people_email on people (lower(email))",
    });
    expect(result.rollback.status).toBe("drift");
    expect(result.rollback.differences.map(({ kind, object }) => `${kind} ${object}`)).toEqual(["index public.people_email"]);
  });

  test("loses data when a column comes back empty", async () => {
    const result = await rehearsal(server, {
      before,
      seed,
      up: "alter table people drop column email",
      down: "alter table people add column email text",
    });
    expect(result.rollback).toMatchObject({
      status: "data-loss",
      valuesLost: 5,
      rowsLost: 0,
      rows: [{ table: "public.people", rowsBefore: 5, rowsAfter: 5, columns: ["email"] }],
    });
  });

  test("loses rows when a table comes back empty, and says which", async () => {
    const result = await rehearsal(server, {
      before: "create table old (id int);",
      seed: "insert into old values (1), (2)",
      up: "drop table old",
      down: "create table old (id int)",
    });
    expect(result.rollback).toMatchObject({ status: "data-loss", rowsLost: 2 });
    expect(result.rollback.rows).toEqual([{ table: "public.old", rowsBefore: 2, rowsAfter: 0, columns: [] }]);
  });

  test("loses data when values are overwritten", async () => {
    const result = await rehearsal(server, {
      before,
      seed,
      up: "update people set name = upper(name) where id = 1",
      down: "select 1",
    });
    expect(result.rollback.status).toBe("data-loss");
    expect(result.rollback.rows[0]?.columns).toEqual(["name"]);
  });

  test("destroys what the ups did not make", async () => {
    const result = await rehearsal(server, {
      before,
      seed,
      up: "create table plugins (name text); insert into plugins values ('a'), ('b')",
      down: "drop table plugins cascade; drop table people cascade;",
    });
    expect(result.rollback.status).toBe("data-loss");
    expect(result.rollback.destroys).toEqual([
      "table public.people, which this change did not create, with its 5 rows",
      "table public.plugins with 2 rows put there by this change, and every row written since",
    ]);
    // The table says it all: its columns and indexes are not listed one by one.
    expect(result.rollback.differences.map(({ kind, object }) => `${kind} ${object}`)).toEqual(["table public.people"]);
  });

  test("leaves rows behind that the ups put into a table", async () => {
    const result = await rehearsal(server, { before, seed, up: "insert into people values (9, 'x', 'y')", down: "select 1" });
    expect(result.rollback.status).toBe("drift");
    expect(result.rollback.differences).toEqual([{ kind: "rows", object: "public.people", before: "5 rows", after: "6 rows" }]);
  });

  test("fails with the server's words, and names the statement", async () => {
    const result = await rehearsal(server, { before, up: "create table a (id int)", down: "drop table b" });
    expect(result.rollback).toMatchObject({
      status: "fails",
      error: { migration: "m1", statement: 0, sqlstate: "42P01" },
      upAgainEqual: null,
    });
    // The down was undone, so the second run of the ups starts from where they ended.
    expect(result.rerun).toMatchObject({ status: "fails", error: { sqlstate: "42P07" } });
  });

  test("that fails half way shows what it destroyed before", async () => {
    const result = await rehearsal(server, {
      before,
      seed,
      transaction: "statement",
      up: "create table a (id int)",
      down: "drop table people; drop table nowhere;",
    });
    expect(result.rollback.status).toBe("fails");
    expect(result.rollback.error?.statement).toBe(1);
    expect(result.rollback.destroys).toEqual(["table public.people, which this change did not create, with its 5 rows"]);
    expect(result.rerun).toMatchObject({ status: "fails", error: { sqlstate: "42P07" } });
  });

  test("is missing without a down, and with an empty one", async () => {
    for (const down of [null, "-- nothing to do\n"]) {
      const result = await rehearsal(server, { before, up: "create table a (id int)", down });
      expect(result.rollback).toMatchObject({ status: "missing", missing: ["m1"] });
    }
  });

  test("of several files may stand in one of them", async () => {
    const up = ["create table a (id int)", "create table b (id int)"];
    const whole = await rehearsal(server, { before, up, down: [null, "drop table b; drop table a"] });
    expect(whole.rollback).toMatchObject({ status: "exact", missing: ["m1"] });
    const half = await rehearsal(server, { before, up, down: [null, "drop table b"] });
    expect(half.rollback).toMatchObject({ status: "missing", missing: ["m1"] });
  });

  test("is irreversible by declaration, or by a down that does nothing but raise", async () => {
    const declared = await rehearsal(server, {
      before,
      up: "-- migration-gate: irreversible: data was merged\ndrop index people_email;",
      down: null,
    });
    expect(declared.rollback.status).toBe("irreversible");
    const raised = await rehearsal(server, {
      before,
      up: "drop index people_email",
      down: "do $$ begin raise exception 'no way back'; end $$",
    });
    expect(raised.rollback.status).toBe("irreversible");
  });

  test("is not tried when the ups fail", async () => {
    const result = await rehearsal(server, { before, up: "drop table nowhere", down: "select 1" });
    expect(result).toMatchObject({
      outcome: "failed",
      rollback: { status: "not-applicable" },
      rerun: { status: "not-applicable" },
    });
    expect(stepsOf(result, "down")).toEqual([]);
  });
});

describe("a second run on top", () => {
  test("is idempotent, changes, or fails", async () => {
    const run = async (up: string) => (await rehearsal(server, { before, seed, up, down: null })).rerun.status;
    expect(await run("create table if not exists a (id int)")).toBe("idempotent");
    expect(await run("insert into people select max(id) + 1, 'x', 'y' from people")).toBe("changes");
    expect(await run("create table a (id int)")).toBe("fails");
  });
});
