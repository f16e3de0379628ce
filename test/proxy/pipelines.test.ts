import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedStatement, Recording } from "../../src/model/recording.js";
import { type LoggingServer, majors, startLoggingServer } from "./logging-server.js";
import { type RawClient, rawClient, say } from "./raw-client.js";
import { proxyFor } from "./through-proxy.js";

const run = (sql: string, values: readonly (string | Buffer | null)[] = []) => [
  say.parse("", sql),
  say.bind("", "", values),
  say.execute(""),
];

describe.each(majors)("PostgreSQL %i: requests sent ahead of their answers", (major) => {
  let server: LoggingServer;
  beforeAll(async () => {
    server = await startLoggingServer(major);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function recordingOf(talk: (client: RawClient) => Promise<void>): Promise<Recording> {
    await using proxy = await proxyFor(server);
    const client = await rawClient(proxy);
    await talk(client);
    await client.close();
    return proxy.recording();
  }

  test("an error passes over the rest up to Sync, which is therefore not recorded", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      const first = [...run("create table t (id int)"), ...run("select 1 / 0"), ...run("drop table t"), say.sync()];
      const second = [...run("create table u (id int)"), say.sync(), say.query("select 2")];
      client.send(...first, ...second);
      expect(await client.answers(3)).toBe("12C1EZ12CZTDCZ");
    });
    expect(unseen).toEqual([]);
    expect(brief(statements)).toEqual([
      "create table t (id int) → CREATE TABLE",
      "select 1 / 0 → 22012",
      "create table u (id int) → CREATE TABLE",
      "select 2 → SELECT 1",
    ]);
    expect(statements.map(({ batch }) => batch)).toEqual([1, 1, 2, 3].map((batch) => batch + 1));
  });

  test("what cannot be parsed or bound is recorded once, with its error", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      client.send(...run("selec 1"), say.sync(), ...run("select $1::int", ["no number"]), say.sync());
      client.send(say.parse("same", "select 1"), say.parse("same", "select 2"), say.sync());
      client.send(say.bind("", "same"), say.execute(""), say.sync(), say.bind("", "unknown"), say.execute(""), say.sync());
      await client.answers(5);
    });
    expect(unseen).toEqual([]);
    expect(brief(statements)).toEqual(["selec 1 → 42601", "select $1::int → 22P02", "select 2 → 42P05", "select 1 → SELECT 1"]);
  });

  test("the state before each is known inside of a pipeline too", async () => {
    const { statements } = await recordingOf(async (client) => {
      const tags = ["begin", "savepoint a", "rollback to a", "commit", "select 1", "start transaction"];
      client.send(...tags.flatMap((sql) => run(sql)), ...run("select 1 / 0"), say.sync(), ...run("rollback"), say.sync());
      await client.answers(2);
    });
    expect(statements.map(({ sql, before }) => `${before}: ${sql}`)).toEqual([
      "idle: begin",
      "transaction: savepoint a",
      "transaction: rollback to a",
      "transaction: commit",
      "idle: select 1",
      "idle: start transaction",
      "transaction: select 1 / 0",
      "failed: rollback",
    ]);
  });

  test("an error at the Sync itself belongs to the statement before it", async () => {
    const { statements } = await recordingOf(async (client) => {
      client.send(say.query("create table p (id int primary key, parent int references p deferrable initially deferred)"));
      client.send(...run("insert into p values (1, 2)"), say.sync());
      expect(await client.answers(2)).toBe("CZ12CEZ");
    });
    expect(statements[1]).toMatchObject({ tag: null, error: { sqlstate: "23503" } });
  });

  test("a result that is fetched in parts is one statement", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      client.send(say.query("begin"), say.parse("", "select generate_series(1, 3)"), say.bind("p", ""), say.execute("p", 2));
      client.send(say.sync(), say.execute("p", 2), say.execute("p", 2), say.sync(), say.query("commit"));
      expect(await client.answers(4)).toBe("CZ12DDsZDCCZCZ");
    });
    expect(unseen).toEqual([]);
    expect(brief(statements)).toEqual(["begin → BEGIN", "select generate_series(1, 3) → SELECT 1", "commit → COMMIT"]);
  });

  test("COPY in the extended protocol, with the Sync that it swallows, and one that fails before its rows", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      client.send(say.query("create table t (id int)"));
      client.send(
        ...run("copy t from stdin"),
        say.flush(),
        say.sync(),
        say.rows("1\n2"),
        say.rows("\n"),
        say.copyDone(),
        say.sync(),
      );
      client.send(...run("copy missing from stdin"), say.sync(), say.rows("1\n"), say.copyDone(), say.sync());
      client.send(say.query("copy t from stdin"), say.rows("x\n"), say.rows("3\n"), say.copyDone(), say.query("select 1"));
      expect(await client.answers(6)).toBe("CZ12GCZ12EZZGEZTDCZ");
    });
    expect(unseen).toEqual([]);
    expect(statements.map(({ sql, copied, tag }) => [sql, copied, tag])).toEqual([
      ["create table t (id int)", null, "CREATE TABLE"],
      ["copy t from stdin", "1\n2\n", "COPY 2"],
      ["copy missing from stdin", null, null],
      ["copy t from stdin", expect.stringMatching(/^x\n/u), null],
      ["select 1", null, "SELECT 1"],
    ]);
  });

  test("the rows of a binary COPY are no text, which is said once", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      client.send(say.query("create table t (id int)"), say.query("copy t from stdin (format binary)"));
      client.send(say.bytes(Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\xff\xff", "latin1")), say.copyDone());
      expect(await client.answers(2)).toBe("CZGCZ");
    });
    expect(statements[1]).toMatchObject({ copied: null, tag: "COPY 0" });
    expect(unseen).toEqual([expect.stringContaining("binary COPY")]);
  });

  test("types come from Parse, or from a Describe; a value whose type nobody said stays untyped, or is unknown", async () => {
    const five = Buffer.from([0, 0, 0, 5]);
    const { statements } = await recordingOf(async (client) => {
      client.send(say.parse("said", "select $1, $2", [23, 25]), say.bind("", "said", [five, "it's"]), say.execute(""));
      client.send(
        say.parse("asked", "select $1::int + $2"),
        say.describe("asked"),
        say.bind("", "asked", [five, null]),
        say.execute(""),
      );
      client.send(say.parse("mute", "select $1::int"), say.bind("", "mute", ["5"]), say.execute(""));
      client.send(say.bind("", "mute", [five]), say.execute(""), say.close("mute"), say.sync());
      await client.answers(1);
    });
    expect(statements.map(({ literal }) => literal)).toEqual([
      "select '5'::int4, 'it''s'::text",
      "select ('5'::int4)::int + NULL::int4",
      "select '5'::int",
      null,
    ]);
  });

  test("blanks are no statement, and what runs without a text is said", async () => {
    const { statements, unseen } = await recordingOf(async (client) => {
      client.send(say.query(""), ...run("-- nothing"), say.sync(), say.call());
      client.send(say.query("prepare made as select 1"), say.bind("", "made"), say.execute(""), say.sync());
      await client.answers(5);
    });
    expect(brief(statements)).toEqual(["prepare made as select 1 → PREPARE"]);
    expect(unseen).toEqual([expect.stringContaining("fast path"), expect.stringContaining("that SQL had made")]);
  });
});

function brief(statements: readonly RecordedStatement[]): string[] {
  return statements.map(({ sql, tag, error }) => `${sql} → ${error?.sqlstate ?? tag ?? "unknown"}`);
}
