import { connect } from "node:net";
import fc from "fast-check";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { message } from "../../src/proxy/protocol/message.js";
import { readBytes } from "../../src/proxy/protocol/read-socket.js";
import { startProxy } from "../../src/proxy/start-proxy.js";
import { type LoggingServer, majors, startLoggingServer } from "./logging-server.js";
import { rawClient, say } from "./raw-client.js";
import { clientOf, proxyFor, type RecordingProxy } from "./through-proxy.js";

describe.each(majors)("PostgreSQL %i: sessions", (major) => {
  let server: LoggingServer;
  beforeAll(async () => {
    server = await startLoggingServer(major);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("only the right role with the right password is let in, and whoever is not is told of", async () => {
    await using proxy = await proxyFor(server);
    await expect(clientOf(proxy, { password: "guess" })).rejects.toMatchObject({ code: "28P01" });
    await expect(clientOf(proxy, { user: "postgres" })).rejects.toMatchObject({ code: "28P01" });
    expect(proxy.recording().unseen).toEqual([expect.stringContaining(proxy.user), expect.stringContaining("`postgres`")]);
    expect(server.logged("tool")).toEqual([]);
  });

  test("encryption is declined, and the client goes on without", async () => {
    await using proxy = await proxyFor(server);
    const socket = connect({ host: proxy.host, port: proxy.port });
    for (const code of [80_877_103, 80_877_104]) {
      socket.write(Buffer.concat([Buffer.from([0, 0, 0, 8]), message("-", code).subarray(5)]));
      expect((await readBytes(socket, 1)).toString()).toBe("N");
    }
    socket.destroy();
  });

  test("a version of the protocol that the server does not have is negotiated with the server", async () => {
    await using proxy = await proxyFor(server);
    const client = await rawClient(proxy, 196_610);
    client.send(say.query("select 1"));
    expect(await client.answers(1)).toBe("TDCZ");
    await client.close();
    expect(client.negotiated).toBe(major < 18);
    // 3.2 has longer keys.
    expect(client.keyLength > 4).toBe(major >= 18);
    expect(proxy.recording()).toMatchObject({ unseen: [], statements: [{ sql: "select 1" }] });
  });

  test("a cancel reaches the statement that runs, and the session goes on", async () => {
    await using proxy = await proxyFor(server);
    const client = await clientOf(proxy);
    const sleeping = client.query("select pg_sleep(100)");
    const refused = expect(sleeping).rejects.toMatchObject({ code: "57014" });
    await vi.waitFor(() => expect(proxy.recording().unseen).toHaveLength(1));
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
    const canceling = connect({ host: proxy.host, port: proxy.port });
    canceling
      .resume()
      .write(Buffer.concat([Buffer.from([0, 0, 0, 16]), message("-", 80_877_102, processID, secretKey).subarray(5)]));
    await new Promise((resolve) => canceling.once("close", resolve));
    await refused;
    await client.query("select 1");
    await client.end();
    expect(proxy.recording().unseen).toEqual([]);
    expect(proxy.recording().statements.map(({ error }) => error?.sqlstate)).toEqual(["57014", undefined]);
  });

  test("a client that dies has its last statement recorded all the same, as the server ended it", async () => {
    await using proxy = await proxyFor(server);
    const client = await rawClient(proxy);
    client.send(say.query("select pg_sleep(0.3); create table late (id int)"));
    client.socket.destroy();
    await vi.waitFor(() => expect(proxy.recording().statements).toHaveLength(1), 5000);
    expect(proxy.recording()).toMatchObject({ unseen: [], statements: [{ tag: "CREATE TABLE", error: null }] });
  });

  test("a client that dies in a COPY leaves no rows", async () => {
    await using proxy = await proxyFor(server);
    const client = await clientOf(proxy);
    await client.query("create table t (id int)");
    const copying = client.query(copyFrom("copy t from stdin"));
    copying.on("error", () => undefined);
    copying.write("1\n");
    await vi.waitFor(() => expect(proxy.recording().unseen).toHaveLength(1));
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await vi.waitFor(() => expect(proxy.recording().statements).toHaveLength(2), 5000);
    expect(proxy.recording().statements[1]).toMatchObject({ tag: null });
    const other = await clientOf(proxy);
    expect((await other.query("select * from t")).rows).toEqual([]);
    await other.end();
  });

  test("another database is passed through; what changes it is no part of the recording, and is said", async () => {
    await using proxy = await proxyFor(server);
    const other = await clientOf(proxy, { database: "postgres" });
    await other.query("select 1 from pg_database where datname = $1", [proxy.database]);
    expect(proxy.recording()).toMatchObject({ statements: [], unseen: [] });
    await other.query("create temporary table shadow (id int)");
    await other.end();
    const { statements, unseen, connections } = proxy.recording();
    expect(statements).toEqual([]);
    expect(unseen).toEqual([expect.stringMatching(/`postgres`.*create temporary table shadow/u)]);
    expect(connections).toMatchObject([{ number: 1, database: "postgres" }]);
    await expect(clientOf(proxy, { database: "nowhere" })).rejects.toMatchObject({ code: "3D000" });
  });

  test("beyond its cap nothing is recorded, the traffic goes on, and this is said", async () => {
    await using proxy = await proxyFor(server, { maxBytes: 10_000 });
    const client = await clientOf(proxy);
    await client.query("create table t (note text)");
    await client.query("insert into t values ($1)", ["x".repeat(100_000)]);
    expect((await client.query("select length(note) as n from t")).rows).toEqual([{ n: 100_000 }]);
    expect(proxy.recording().statements).toHaveLength(1);
    expect(proxy.recording().unseen).toContainEqual(expect.stringContaining("stopped after 10000 bytes"));
    proxy.reset();
    expect(proxy.recording()).toMatchObject({ statements: [], unseen: [expect.stringContaining("Connection 1")] });
    await client.end();
    const fresh = await clientOf(proxy);
    await fresh.query("select 1");
    await fresh.end();
    expect(proxy.recording().statements).toMatchObject([{ sql: "select 1" }]);
  });

  test.each(["scram-sha-256", "md5", "password"])("a server that asks for %s gets the target's password", async (way) => {
    const database = `by_${way.replaceAll("-", "_")}`;
    const admin = await server.connect("postgres");
    await admin.query(`create database ${database}`);
    await admin.query(`set password_encryption = '${way === "md5" ? "md5" : "scram-sha-256"}'`);
    await admin.query(`create role ${database} login password 'pass wörd'`);
    await admin.end();
    await server.demand(`local all ${database} ${way}`);
    const target = { host: server.folder, port: 5432, database, user: database };
    const { signal } = new AbortController();
    await using right = await startProxy({ ...target, password: "pass wörd" }, { signal });
    await using wrong = await startProxy({ ...target, password: "other" }, { signal });
    await using none = await startProxy({ ...target, password: null }, { signal });
    const client = await clientOf(right);
    expect((await client.query("select current_user::text as me")).rows).toEqual([{ me: database }]);
    await client.end();
    await expect(clientOf(wrong)).rejects.toThrow(/password authentication failed/u);
    await expect(clientOf(none)).rejects.toThrow(/asks for a password/u);
  });

  test("an abort ends every session", async () => {
    const stop = new AbortController();
    await using proxy = await proxyFor(server, { signal: stop.signal });
    const client = await clientOf(proxy);
    const ended = new Promise((resolve) => client.once("end", resolve));
    stop.abort();
    await ended;
    await expect(clientOf(proxy)).rejects.toThrow();
    await expect(proxyFor(server, { signal: stop.signal })).rejects.toThrow();
  });

  test("bytes that are no protocol harm nobody else, before and after the login", async () => {
    await using proxy = await proxyFor(server);
    const steady = await clientOf(proxy);
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((array) => Buffer.from(array));
    const mangled = fc
      .tuple(
        fc.constantFrom(say.query("select 1"), say.parse("a", "select $1"), say.bind("", "a", ["x"]), say.rows("1")),
        fc.nat(),
        fc.nat(255),
      )
      .map(([whole, at, byte]) => Buffer.from(whole.map((old, index) => (index === at % whole.length ? byte : old))));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, mangled), fc.boolean(), async (garbage, isLoggedIn) => {
        const socket = isLoggedIn ? (await rawClient(proxy)).socket : connect({ host: proxy.host, port: proxy.port });
        const closed = new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve));
        socket.resume().end(garbage);
        await closed;
        expect((await steady.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
      }),
      { numRuns: 60 },
    );
    await steady.end();
    const own = proxy.recording().statements.filter(({ sql }) => sql === "select 1 as one");
    expect(own).toHaveLength(60);
  });

  test("a server that dies ends its sessions, and the statement without an outcome is told of", async () => {
    const doomed = await startLoggingServer(major);
    await using proxy: RecordingProxy = await proxyFor(doomed);
    const client = await clientOf(proxy);
    const sleeping = expect(client.query("select pg_sleep(100)")).rejects.toThrow();
    await vi.waitFor(() => expect(proxy.recording().unseen).toHaveLength(1));
    await doomed.kill();
    await sleeping;
    await vi.waitFor(() => expect(proxy.recording().statements).toHaveLength(1));
    const { statements, unseen } = proxy.recording();
    expect(statements[0]?.tag).toBeNull();
    if (statements[0]?.error === null) expect(unseen).toEqual([expect.stringContaining("pg_sleep")]);
    await expect(clientOf(proxy)).rejects.toThrow(/cannot be reached/u);
  });
});
