import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer, stepsOf } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const before = "create table t (id int primary key, v text); insert into t values (1, 'a'), (2, 'b');";

describe("transaction shapes", () => {
  const concurrently = "create index concurrently t_v on t (v)";

  test("one transaction a file refuses CONCURRENTLY", async () => {
    const result = await rehearsal(server, { before, transaction: "file", up: concurrently });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result)[0]?.error?.sqlstate).toBe("25001");
  });

  test("a message of one statement runs bare, one of several does not", async () => {
    const alone = await rehearsal(server, { before, transaction: "implicit", up: concurrently });
    expect(alone.outcome).toBe("completed");
    const several = await rehearsal(server, {
      before,
      transaction: "implicit",
      up: `alter table t add column w int; ${concurrently}`,
    });
    expect(several.steps.map(({ error }) => error?.sqlstate ?? null).slice(0, 2)).toEqual([null, "25001"]);
    // The message is one transaction: what came before the error is undone.
    expect(several.schemaChanges).toEqual([]);
  });

  test("COMMIT inside a message ends its transaction, and what follows is in the next", async () => {
    const result = await rehearsal(server, {
      before,
      transaction: "implicit",
      up: `begin; alter table t add column w int; commit; alter table t add column x int; select 1 / 0;`,
    });
    expect(result.outcome).toBe("failed");
    expect(result.schemaChanges.filter(({ kind }) => kind === "column").map(({ object }) => object)).toEqual(["public.t.w"]);
  });

  test("savepoints fail in a message and work in a transaction of the script", async () => {
    const implicit = await rehearsal(server, { before, transaction: "implicit", up: "select 1; savepoint a;" });
    expect(implicit.steps.at(1)?.error?.sqlstate).toBe("25P01");
    const own = await rehearsal(server, { before, transaction: "implicit", up: "begin; savepoint a; commit;" });
    expect(own.outcome).toBe("completed");
  });

  test("statement by statement keeps what came before an error", async () => {
    const result = await rehearsal(server, {
      before,
      transaction: "statement",
      up: "alter table t add column w int; select 1 / 0; drop table t;",
    });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result)).toHaveLength(2);
    expect(result.schemaChanges.filter(({ kind }) => kind === "column").map(({ object }) => object)).toEqual(["public.t.w"]);
  });

  test("psql drops a transaction that nobody commits", async () => {
    const result = await rehearsal(server, { before, transaction: "statement", up: "begin; alter table t add column w int;" });
    expect(result.outcome).toBe("completed");
    expect(result.schemaChanges).toEqual([]);
  });

  test("one transaction around all migrations undoes all of them", async () => {
    const up = ["alter table t add column w int", "select 1 / 0"];
    const all = await rehearsal(server, { before, transaction: "all", up });
    expect(all.schemaChanges).toEqual([]);
    const file = await rehearsal(server, { before, transaction: "file", up });
    expect(file.schemaChanges.map(({ kind }) => kind)).toContain("column");
  });

  test("LOCK TABLE fails outside of a transaction and works in one", async () => {
    expect((await rehearsal(server, { before, transaction: "statement", up: "lock table t" })).outcome).toBe("failed");
    expect((await rehearsal(server, { before, transaction: "file", up: "lock table t" })).outcome).toBe("completed");
  });

  test("a procedure that commits runs where nothing is around it", async () => {
    const up = "do $$ begin insert into t values (3, 'c'); commit; end $$";
    expect((await rehearsal(server, { before, transaction: "statement", up })).outcome).toBe("completed");
    expect((await rehearsal(server, { before, transaction: "file", up })).steps[0]?.error?.sqlstate).toBe("2D000");
  });

  test("a new enum value cannot be used in the transaction that adds it", async () => {
    const world = "create type mood as enum ('low'); create table m (v mood);";
    const up = "alter type mood add value 'high'; insert into m values ('high');";
    const file = await rehearsal(server, { before: world, transaction: "file", up });
    expect(stepsOf(file).map(({ error }) => error?.sqlstate ?? null)).toEqual([null, "55P04"]);
    const statement = await rehearsal(server, { before: world, transaction: "statement", up });
    expect(statement.outcome).toBe("completed");
  });

  test("a deferred constraint that fails at COMMIT is an error of the migration", async () => {
    const result = await rehearsal(server, {
      before: `${before} create table c (t_id int references t (id) deferrable initially deferred);`,
      up: "insert into c values (99)",
    });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result)[0]?.error?.sqlstate).toBe("23503");
  });

  test("rows of COPY arrive", async () => {
    const result = await rehearsal(server, {
      before: "create table t (id int, v text);\ncopy t from stdin;\n1\ta\n2\tb\n\\.\n",
      transaction: "statement",
      up: "copy t (id) from stdin;\n3\n4\n5\n\\.\nselect count(*) from t;",
    });
    expect(result.worldProblems).toEqual([]);
    expect(result.base?.tables.get("public.t")?.rows).toBe(2);
    expect(result.rowChanges).toEqual([{ table: "public.t", rowsBefore: 2, rowsAfter: 5, columns: [] }]);
  });
});
