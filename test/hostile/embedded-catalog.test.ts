import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database, Server } from "../../src/rehearsal/engine.js";
import { EngineLost } from "../../src/rehearsal/engine.js";
import { startServer } from "../rehearsal/support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer("pglite");
});
afterAll(() => server[Symbol.asyncDispose]());

async function inDatabase(test: (database: Database) => Promise<void>): Promise<void> {
  const database = await server.database();
  try {
    await test(database);
  } finally {
    await database.drop();
  }
}

const AS_SUPERUSER = (sql: string) =>
  `do $$ begin execute 'set ses' || 'sion authorization postgres'; execute '${sql}'; execute 'set session authorization gate_owner'; end $$`;

describe("SQL that takes the superuser's rights inside of the embedded engine", () => {
  it.each([
    [
      "rewrites a function of Postgres",
      "create or replace function pg_catalog.pg_relation_filenode(regclass) returns oid language sql as ''''select 1::oid''''",
    ],
    ["rewrites a row of the catalog", "update pg_catalog.pg_operator set oprcode = ''''textne''''::regproc where oid = 98"],
    [
      "plants a function among those of Postgres",
      "create function pg_catalog.count(text) returns bigint language sql as ''''select 0::bigint''''",
    ],
    ["makes its role a superuser", "alter role gate_owner superuser"],
  ])("is told before anything more is measured: %s", async (_, sql) => {
    await inDatabase(async (database) => {
      const migrator = await database.connect();
      await migrator.run(AS_SUPERUSER(sql.replaceAll("''''", "''")));
      const observer = await database.connectAsObserver();
      await expect(observer.query("select 1")).rejects.toThrow(EngineLost);
    });
  });

  it("is not suspected of what a migration may do", () =>
    inDatabase(async (database) => {
      const migrator = await database.connect();
      const observer = await database.connectAsObserver();
      await observer.run("revoke execute on function pg_catalog.pg_sleep(double precision) from public");
      await migrator.run("create extension citext; create extension hstore; create table t (a int, b citext)");
      await migrator.run("create function f() returns int language sql as 'select 1'; create view v as select * from t");
      await migrator.run("create type mood as enum ('x'); create role reader; create temp table pg_class (a int)");
      await migrator.run("analyze t; begin; insert into t values (1, 'x')");
      expect(await observer.query("select 1 as one")).toEqual([{ one: 1 }]);
      await migrator.run("commit");
      await migrator.run("vacuum");
      await migrator.run("reindex table t");
      expect(await observer.query("select a from t")).toEqual([{ a: 1 }]);
    }));
});
