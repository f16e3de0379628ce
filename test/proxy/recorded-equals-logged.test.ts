import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedStatement } from "../../src/model/recording.js";
import { type LoggingServer, majors, startLoggingServer } from "./logging-server.js";
import { clientOf, proxyFor } from "./through-proxy.js";

describe.each(majors)("PostgreSQL %i: what is recorded is what the server logged", (major) => {
  let server: LoggingServer;
  beforeAll(async () => {
    server = await startLoggingServer(major);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  // Ten thousand on one version are enough.
  const times = major === majors[0] ? 2000 : 100;
  test("thousands of statements of every kind, on one connection, in order and without loss", async () => {
    await using proxy = await proxyFor(server);
    const client = await clientOf(proxy, { application_name: "thousands" });
    await client.query("create table t (id int primary key, note text); create table log (line text)");
    for (let at = 0; at < times; at++) {
      await client.query(`insert into log values ('it''s ${at}') -- $1`);
      await client.query("insert into t values ($1, $2)", [at, `note\n'${at}'\\`]);
      await client.query({ name: "find", text: "select note from t where id = $1", values: [at] });
      await client.query("insert into t values ($1, 'twice')", [at]).catch(() => undefined);
      await client.query("begin; update t set note = note || '!' where id = 1; commit");
    }
    await client.end();
    const { statements, unseen } = proxy.recording();
    expect(unseen).toEqual([]);
    expect(statements).toHaveLength(5 * times + 1);
    expect(asLogged(statements)).toEqual(server.logged("thousands").map(({ sql }) => sql));
    expect(statements.filter(({ error }) => error?.sqlstate === "23505")).toHaveLength(times);
    expect(statements[2]?.literal).toBe("insert into t values ('0', 'note\n''0''\\')");
  });

  test("several connections at once, each in its own order", async () => {
    await using proxy = await proxyFor(server);
    const names = ["a", "b", "c", "d"].map((name) => `many-${name}`);
    const clients = await Promise.all(names.map((name) => clientOf(proxy, { application_name: name })));
    await Promise.all(
      clients.map(async (client, which) => {
        for (let at = 0; at < 200; at++) await client.query(`select ${which}, $1::int, ${at}`, [at]);
        await client.end();
      }),
    );
    const { statements, connections = [] } = proxy.recording();
    expect(statements).toHaveLength(800);
    for (const { number, settings } of connections) {
      const own = statements.filter(({ connection }) => connection === number);
      expect(asLogged(own)).toEqual(server.logged(settings["application_name"] ?? "").map(({ sql }) => sql));
    }
  });

  test("COPY: the rows are kept as they were sent, and a failed one does not disturb what follows", async () => {
    await using proxy = await proxyFor(server);
    const client = await clientOf(proxy, { application_name: "copies" });
    await client.query("create table t (id int primary key, note text)");
    const rows = Array.from({ length: 20_000 }, (_, at) => `${at}\tnote ${at} é\n`);
    await pipeline(Readable.from(rows), client.query(copyFrom("copy t from stdin")));
    const broken = pipeline(Readable.from(["1\tx\n", "not a number\ty\n"]), client.query(copyFrom("copy t from stdin")));
    await expect(broken).rejects.toThrow();
    const { rows: counted } = await client.query("select count(*)::int as n from t");
    await client.end();
    expect(counted).toEqual([{ n: 20_000 }]);
    const { statements, unseen } = proxy.recording();
    expect(unseen).toEqual([]);
    expect(asLogged(statements)).toEqual(server.logged("copies").map(({ sql }) => sql));
    expect(statements[1]).toMatchObject({ tag: "COPY 20000", copied: rows.join(""), error: null });
    expect(statements[2]).toMatchObject({ tag: null, copied: "1\tx\nnot a number\ty\n", error: { sqlstate: "22P02" } });
    expect(statements[3]).toMatchObject({ tag: "SELECT 1", copied: null });
  });

  test("every literal, run again on an empty database, gives the same tables", async () => {
    await using proxy = await proxyFor(server);
    await using again = await proxyFor(server);
    const client = await clientOf(proxy);
    await client.query("create type mood as enum ('sad', 'it''s ok')");
    await client.query("create table t (id int, a text[], b jsonb, c timestamptz, d bytea, e mood, f numeric, g bool)");
    const moment = new Date(Date.UTC(2026, 1, 28, 23, 59, 59, 999));
    const values = [1, ["x", 'y"z', null], { a: "it's $1" }, moment, "\\x00ff", "it's ok", "12345678901234567890.5", true];
    await client.query("insert into t values ($1, $2, $3, $4, $5, $6, $7, $8)", values);
    await client.query("insert into t (id, a) values ($1, $2)", [2, null]);
    const awkward = "/* $1 /* nested */ '*/ update t set f = $1 where id = $2 and '$1' <> $$ $2 $$ and E'\\'$2' <> '' -- $1";
    await client.query(awkward, [5, 2]);
    await client.query("select $1::text offset $2 rows", ["x", 0]);
    await client.end();
    const replay = await clientOf(again);
    for (const { literal } of proxy.recording().statements) await replay.query(literal ?? "");
    await replay.end();
    expect(await contents(server, again.database)).toEqual(await contents(server, proxy.database));
  });
});

/** The server logs a simple query before it runs it, and an extended one once it is bound; all of these came that far. */
function asLogged(statements: readonly RecordedStatement[]): string[] {
  return statements.map(({ sql }) => sql);
}

async function contents(server: LoggingServer, database: string): Promise<unknown> {
  const client: pg.Client = await server.connect(database);
  const { rows } = await client.query("select t::text from t order by id");
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  return rows;
}
