import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReportableError } from "../../../src/errors.js";
import { type Database, type Engine, EngineLost, type Server, type Session, SqlError } from "../../../src/rehearsal/engine.js";
import { local } from "../../../src/rehearsal/engines/local.js";
import { pglite } from "../../../src/rehearsal/engines/pglite.js";
import { findServerBinaries } from "../../../src/rehearsal/engines/server-binaries.js";
import { url } from "../../../src/rehearsal/engines/url.js";
import { descendants, isAlive, privateTmpdir, survivors } from "./processes.js";
import { ServiceContainer } from "./service-container.js";

const tmp = privateTmpdir();
afterAll(tmp.remove);

const majors = [...new Set(findServerBinaries().map(({ major }) => major))];
interface Offer {
  readonly title: string;
  readonly engine: Engine;
  readonly major: number | null;
  /** Whether the observer is a superuser. */
  readonly superuser: boolean;
  readonly disposable: boolean;
}
const offered: readonly Offer[] = [
  ...majors.map((major) => ({ title: `local ${major}`, engine: local, major, superuser: true, disposable: false })),
  { title: "pglite", engine: pglite, major: null, superuser: true, disposable: false },
  ...majors.map((major) => ({ title: `url ${major}`, engine: url, major, superuser: true, disposable: false })),
  ...majors.map((major) => ({ title: `url ${major}, no superuser`, engine: url, major, superuser: false, disposable: false })),
  ...majors
    .slice(0, 1)
    .map((major) => ({ title: `url ${major}, disposable`, engine: url, major, superuser: false, disposable: true })),
];
const never = new AbortController().signal;

const HOST_ACCESS = [
  "copy (select 1) to program 'cat'",
  "create table if not exists t (x text); copy t from program 'id'",
  "COPY pg_class /* x */ FROM -- y\n '/etc/passwd'",
  "copy (select 1) to '/tmp/gate-out'",
  "copy (select 1) to $$/tmp/gate-out$$",
  "do $$ begin copy (select 1) to program 'cat'; end $$",
  "do $$ begin execute 'copy (select 1) to ' || 'program ''cat'''; end $$",
  "select pg_read_file('/etc/passwd')",
  "select pg_read_binary_file('postmaster.pid')",
  "select pg_ls_dir('/')",
  "select lo_import('/etc/passwd')",
  "alter system set work_mem = '1GB'",
  "alter role current_user superuser",
  "grant pg_execute_server_program to current_user",
  "create extension file_fdw",
  "create function f() returns int language c as 'libc', 'getpid'",
  "set session authorization postgres",
  "SET LOCAL SESSION AUTHORIZATION 'postgres'",
];

describe.each(offered)("$title", ({ engine, major, superuser, disposable }) => {
  const isLocal = engine.id === "local";
  const isUrl = engine.id === "url";
  const hasSessions = engine.id !== "pglite";
  let container: ServiceContainer | null = null;
  let clones = 0;

  /** Each start gets a clone of its own where one is used up. */
  async function start(signal: AbortSignal = never): Promise<Server> {
    if (disposable && !signal.aborted) {
      await container?.run(`create database clone_${++clones} owner app`);
      if ((major ?? 0) < 15) await container?.run("alter schema public owner to app", `clone_${clones}`);
    }
    const database = disposable ? `clone_${clones}` : "postgres";
    const databaseUrl = (superuser ? container?.url(database) : container?.url(database, "app", "of-app")) ?? null;
    return engine.start({ major, databaseUrl, disposable, signal });
  }

  /** What is on the server beside what was put there for the test. */
  async function leftOnServer(): Promise<readonly string[]> {
    return ((await container?.holds()) ?? []).filter((name) => name !== "app" && !name.startsWith("clone_"));
  }
  let server: Server;

  beforeAll(async () => {
    process.env["SECRET_FOR_TEST"] = "hunter2";
    if (isUrl) container = await ServiceContainer.start(major ?? 0);
    await container?.run("create role app login createdb createrole password 'of-app'");
    server = await start();
  });
  afterAll(async () => {
    delete process.env["SECRET_FOR_TEST"];
    await server[Symbol.asyncDispose]();
    expect(await leftOnServer()).toEqual([]);
    await container?.end();
    expect(tmp.folders()).toEqual([]);
  });

  /** A database for one test, dropped after it. */
  async function withDatabase(test: (session: Session, database: Database) => Promise<void>): Promise<void> {
    const own = disposable ? await start() : server;
    const database = await own.database();
    try {
      await test(await database.connect(), database);
    } finally {
      await database.drop();
      if (disposable) await own[Symbol.asyncDispose]();
    }
  }

  it("tells its version", async () => {
    expect(server.engineId).toBe(engine.id);
    expect(server.version).toMatch(/^\d+\.\d+$/u);
    const [whole, part] = server.version.split(".").map(Number);
    expect(server.versionNumber).toBe((whole ?? 0) * 10_000 + (part ?? 0));
    if (major !== null) expect(whole).toBe(major);
    expect(server.description).toContain(server.version);
    expect(server.abilities).toMatchObject({ secondSession: hasSessions, cancel: hasSessions, copies: !disposable });
  });

  it("gives an empty database whose owner is no superuser", () =>
    withDatabase(async (session) => {
      const [row] = await session.query<Record<string, unknown>>(`
        select current_user as me, session_user as me_too, rolsuper as super,
          (select pg_get_userbyid(datdba) from pg_database where datname = current_database()) as owner,
          (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'public') as schema_owner,
          (select count(*)::int from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public') as relations
        from pg_roles where rolname = current_user`);
      const me = row?.["me"];
      // Since 15 the schema of a new database belongs to whoever owns the database.
      const schemaOwner = disposable ? "pg_database_owner" : me;
      expect(row).toEqual({ me, me_too: me, super: false, owner: me, schema_owner: schemaOwner, relations: 0 });
    }));

  it("answers with rows, changed rows and notices", () =>
    withDatabase(async (session) => {
      await session.run("create table t (id int primary key, name text)");
      expect(await session.run("insert into t select i, 'n' from generate_series(1, 5) i")).toMatchObject({
        rows: [],
        rowsChanged: 5,
      });
      expect(await session.run("update t set name = 'x' where id < 4")).toMatchObject({ rowsChanged: 3 });
      expect(await session.run("delete from t where id = 1 returning id")).toMatchObject({ rows: [{ id: 1 }], rowsChanged: 1 });
      expect(await session.run("select id from t order by id")).toMatchObject({
        rowsChanged: 0,
        rows: [2, 3, 4, 5].map((id) => ({ id })),
      });
      expect(await session.run("create table u as select * from t")).toMatchObject({ rows: [], rowsChanged: 0 });
      const { notices } = await session.run("do $$ begin raise notice 'one'; raise warning 'two'; end $$");
      expect(notices).toEqual([
        { severity: "NOTICE", message: "one" },
        { severity: "WARNING", message: "two" },
      ]);
      expect((await session.run("select 1")).notices).toEqual([]);
    }));

  it("takes several statements in one query, and gives the rows of the last with rows", () =>
    withDatabase(async (session) => {
      const result = await session.run(
        "create table t (id int); insert into t values (1), (2); insert into t values (3); select count(*)::int as n from t; update t set id = 9; ;",
      );
      expect(result).toMatchObject({ rows: [{ n: 3 }], rowsChanged: 6 });
      expect(await session.run("")).toMatchObject({ rows: [], rowsChanged: 0 });
      // One simple query is one transaction.
      await expect(session.run("insert into t values (7); select 1/0")).rejects.toMatchObject({ sqlstate: "22012" });
      expect(await session.query("select count(*)::int as n from t where id = 7")).toEqual([{ n: 0 }]);
    }));

  it("tells errors with all their parts", () =>
    withDatabase(async (session) => {
      await session.run("create table t (id int primary key, colour text)");
      await session.run("insert into t values (1)");
      const duplicate = await session.run("insert into t values (1)").catch((error: unknown) => error);
      expect(duplicate).toBeInstanceOf(SqlError);
      expect(duplicate).toMatchObject({ sqlstate: "23505", detail: "Key (id)=(1) already exists.", hint: null, position: null });
      const unknown = await session.run("select 'ä€😀' as x, color from t").catch((error: unknown) => error);
      expect(unknown).toMatchObject({ sqlstate: "42703", position: 20, hint: expect.stringContaining('"t.colour"') });
      const noticed = await session
        .run("do $$ begin raise warning 'before'; raise exception 'no'; end $$")
        .catch((error: unknown) => error);
      expect(noticed).toMatchObject({ sqlstate: "P0001", message: "no", notices: [{ severity: "WARNING", message: "before" }] });
      expect(await session.query("select $1::int + 1 as n", [1])).toEqual([{ n: 2 }]);
      await expect(session.query("select $1::int", ["x"])).rejects.toBeInstanceOf(SqlError);
    }));

  it("keeps text of many bytes", () =>
    withDatabase(async (session) => {
      const text = "Grüße, 東京, 😀, \u0301";
      await session.run(`create table "größe" ("ключ" text); insert into "größe" values ('${text}')`);
      expect((await session.run('select "ключ" from "größe"')).rows).toEqual([{ ключ: text }]);
      expect(await session.query("select $1::text as x", [text])).toEqual([{ x: text }]);
      expect((await session.run(`do $$ begin raise notice '${text}'; end $$`)).notices[0]?.message).toBe(text);
    }));

  it("gives values the same types", () =>
    withDatabase(async (session) => {
      const { rows } = await session.run(
        "select 1::int4 as i, 9007199254740993::int8 as l, 1.50::numeric as n, true as b, null as z, '{\"a\":1}'::jsonb as j, 'a'::text as t",
      );
      expect(rows).toEqual([{ i: 1, l: "9007199254740993", n: "1.50", b: true, z: null, j: { a: 1 }, t: "a" }]);
    }));

  it("copies rows in", () =>
    withDatabase(async (session) => {
      await session.run("create table stdin (id int, name text)");
      expect(await session.copyIn("COPY stdin (id, name) FROM stdin", "1\tä\n2\t\\N\n")).toMatchObject({ rowsChanged: 2 });
      expect(await session.copyIn("copy public.stdin from STDIN with (format csv)", "3,x\n")).toMatchObject({ rowsChanged: 1 });
      expect((await session.run("select * from stdin order by id")).rows).toEqual([
        { id: 1, name: "ä" },
        { id: 2, name: null },
        { id: 3, name: "x" },
      ]);
      await expect(session.copyIn("COPY stdin FROM stdin", "x\ty\n")).rejects.toMatchObject({ sqlstate: "22P02" });
      expect(await session.query("select current_user = session_user as same, count(*)::int as n from stdin")).toEqual([
        { same: true, n: 3 },
      ]);
    }));

  it.runIf(!disposable)("freezes a database and copies it, more than once", async () => {
    const origin = await server.database();
    const session = await origin.connect();
    await session.run("create table t (id int); insert into t values (1)");
    const template = await origin.freeze();
    const one = await server.database(template);
    const two = await server.database(template);
    const [first, second] = [await one.connect(), await two.connect()];
    await first.run("insert into t values (2); create table only_here ()");
    expect(await second.query("select id from t")).toEqual([{ id: 1 }]);
    expect(await second.query("select to_regclass('only_here')::text as x")).toEqual([{ x: null }]);
    expect(await first.query("select count(*)::int as n from t")).toEqual([{ n: 2 }]);
    await second.run("drop table t");
    await Promise.all([one.drop(), two.drop()]);
    const three = await server.database(template);
    expect(
      await (await three.connect()).query("select id, current_user = tableowner as mine from t, pg_tables where tablename = 't'"),
    ).toEqual([{ id: 1, mine: true }]);
    await three.drop();
    await origin.drop();
  });

  it.runIf(!disposable)("has two databases at once", async () => {
    const both = await Promise.all([server.database(), server.database()]);
    const sessions = await Promise.all(both.map((database) => database.connect()));
    await Promise.all(sessions.map((session, at) => session.run(`create table t as select ${at} as id`)));
    expect(await Promise.all(sessions.map((session) => session.query("select id from t")))).toEqual([[{ id: 0 }], [{ id: 1 }]]);
    expect(new Set(sessions.map(({ backendPid }) => backendPid)).size).toBe(2);
    await Promise.all(both.map((database) => database.drop()));
  });

  it.runIf(!disposable)("what comes late to a database that is gone reaches no other", async () => {
    const gone = await server.database();
    const [late, observer] = [await gone.connect(), await gone.connectAsObserver()];
    await gone.drop();
    const next = await server.database();
    const session = await next.connect();
    await session.run("create table kept (id int)");
    await expect(late.run("drop table kept")).rejects.toThrow();
    await expect(observer.query("select 1")).rejects.toThrow();
    await late.cancel().catch(() => undefined);
    await gone.drop();
    expect(await session.query("select to_regclass('kept')::text as name")).toEqual([{ name: "kept" }]);
    await next.drop();
  });

  it("refuses the migration role what reaches beyond its database", () =>
    withDatabase(async (session) => {
      await session.run("create table t (x text)");
      for (const sql of HOST_ACCESS) {
        const error = await session.run(sql).catch((thrown: unknown) => thrown);
        expect(error, sql).toBeInstanceOf(SqlError);
        // 0A000, 58P01, 22023: the extension, the library or the role is not even there.
        expect(["42501", "0A000", "58P01", "22023"], sql).toContain(error instanceof SqlError ? error.sqlstate : null);
        expect(await session.query("select session_user = current_user as same"), sql).toEqual([{ same: true }]);
      }
      // The way back to the login is no way to the superuser.
      for (const sql of ["reset session authorization", "set session authorization default", "discard all"]) {
        await session.run(sql);
        await expect(session.run("select pg_read_file('/etc/passwd')"), sql).rejects.toMatchObject({ sqlstate: "42501" });
      }
      await expect(session.run("copy t from stdin")).rejects.toMatchObject({ sqlstate: "57014" });
      expect(await session.query("select 1 as alive")).toEqual([{ alive: 1 }]);
    }));

  it("does not mistake other SQL for access to the host", () =>
    withDatabase(async (session) => {
      await session.run('create table copy_log (program text, "from" text, "to" text); create table program (id int)');
      await session.run(
        "insert into copy_log values ('copy x from ''/etc/passwd''', 'copy t to program', $$copy a from program 'x'$$)",
      );
      await session.run("/* copy t from program 'x' /* nested */ */ select program from copy_log -- copy t to '/x'");
      await session.run("create view copy as select program, e'\\'; copy t from program' as x from copy_log");
      await session.run(
        "comment on table program is 'made by copy'; update copy_log set \"to\" = 'copy' where program like '%from ''%'",
      );
      await session.run("select extract(year from '2020-01-01'::date); select substring('copy' from 'c'); select 1 as copy");
      await session.run("create function f() returns text language sql as 'select ''copy t from program'''");
      expect(await session.copyIn("copy copy_log (program) from stdin", "from program 'x'\n")).toMatchObject({ rowsChanged: 1 });
      expect(await session.copyIn("copy program from stdin", "1\n")).toMatchObject({ rowsChanged: 1 });
    }));

  it("hands COPY … TO STDOUT to the server", () =>
    withDatabase(async (session, database) => {
      await session.run("create table t (program text); insert into t values ('a')");
      await session.run("copy (select program from t where program <> 'from') to stdout");
      await session.run("COPY t (program) TO STDOUT");
      expect(await (await database.connect()).query("select count(*)::int as n from t")).toEqual([{ n: 1 }]);
    }));

  it("lets an observer look on as superuser without a trace in the session", () =>
    withDatabase(async (session, database) => {
      const observer = await database.connectAsObserver();
      await session.run("create table t (id int)");
      if (server.versionNumber >= 160_000 || !hasSessions)
        await session.run("create role other; grant other to current_user; set role other");
      const before = await session.query("select current_user as me, session_user as login");
      expect(await observer.query("select rolsuper as super from pg_roles where rolname = current_user")).toEqual([
        { super: superuser },
      ]);
      expect(await session.query("select current_user as me, session_user as login")).toEqual(before);
      await expect(observer.run("select 1/0")).rejects.toMatchObject({ sqlstate: "22012" });
      expect(await session.query("select current_user as me, session_user as login")).toEqual(before);
      await session.run("reset role");
      if (before[0] !== undefined) await (await database.connectAsObserver()).run("drop role if exists other");
    }));

  it("stays usable around a transaction that failed", () =>
    withDatabase(async (session, database) => {
      const observer = await database.connectAsObserver();
      const [before] = await session.query("select current_user as me, session_user as login");
      await session.run("begin; create table t (id int)");
      await expect(session.run("select 1/0")).rejects.toMatchObject({ sqlstate: "22012" });
      await expect(session.run("select 1")).rejects.toMatchObject({ sqlstate: "25P02" });
      // With one session the observer is inside the same transaction: it is told so, and changes nothing.
      if (hasSessions) expect(await observer.query("select 1 as x")).toEqual([{ x: 1 }]);
      else await expect(observer.query("select 1 as x")).rejects.toMatchObject({ sqlstate: "25P02" });
      await session.run("rollback");
      expect(await session.query("select current_user as me, session_user as login")).toEqual([before]);
      // An observer that breaks the transaction of the only session does not hide why, and is superuser no longer.
      await session.run("begin");
      await expect(observer.run("select 1/0")).rejects.toMatchObject({ sqlstate: "22012" });
      await session.run("rollback");
      expect(await session.query("select current_user as me, session_user as login")).toEqual([before]);
    }));

  it("asks nothing of its own inside a transaction", () =>
    withDatabase(async (session) => {
      await session.run("begin");
      await session.run("set transaction isolation level serializable");
      expect((await session.run("show transaction_isolation")).rows).toEqual([{ transaction_isolation: "serializable" }]);
      await session.run("commit");
    }));

  it("cancels", () =>
    withDatabase(async (session) => {
      const running = session.run("select pg_sleep(30)").catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await session.cancel();
      const error = await running;
      if (hasSessions) {
        expect(error).toMatchObject({ sqlstate: "57014" });
        expect((await session.run("select 1 as x")).rows).toEqual([{ x: 1 }]);
      } else {
        expect(error).toBeInstanceOf(EngineLost);
        expect(isAlive(session.backendPid)).toBe(false);
      }
    }));

  it.runIf(process.platform === "linux" && !isUrl)("gives the server no variable of ours", () =>
    withDatabase(async (session, database) => {
      const pids = isLocal ? [session.backendPid, await postmasterOf(database)] : [session.backendPid];
      for (const pid of pids) {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        expect(environment).not.toContain("SECRET_FOR_TEST");
        expect(environment).not.toContain("hunter2");
      }
    }),
  );

  it.runIf(!isUrl)("tells that a killed server is lost, and disposes of it all the same", async () => {
    const other = await start();
    const database = await other.database();
    const session = await database.connect();
    const segment = isLocal ? await segmentOf(database) : null;
    const pid = isLocal ? await postmasterOf(database) : session.backendPid;
    process.kill(pid, "SIGKILL");
    expect(await survivors([pid, session.backendPid], 5000)).toEqual([]);
    await expect(session.run("select 1")).rejects.toBeInstanceOf(EngineLost);
    await expect(session.query("select 1")).rejects.toBeInstanceOf(EngineLost);
    await session.close();
    const folders = tmp.folders().length;
    await other[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    expect(tmp.folders()).toHaveLength(isLocal ? folders - 1 : folders);
    // A server that was killed cannot give back its segment of shared memory itself.
    if (segment !== null && process.platform === "linux") expect(readFileSync("/proc/sysvipc/shm", "utf8")).not.toMatch(segment);
  });

  it("leaves no process and no folder after its end, even with statements running", async () => {
    const folders = tmp.folders();
    const before = new Set(descendants(process.pid));
    const other = await start();
    const one = await other.database();
    const two = disposable ? one : await other.database();
    const running = (await one.connect()).run("select pg_sleep(60)").catch((error: unknown) => error);
    await (await two.connect()).run("begin; create table t ()");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const mine = isUrl ? [] : descendants(process.pid).filter((pid) => !before.has(pid));
    if (!isUrl) expect(mine.length).toBeGreaterThan(1);
    await other[Symbol.asyncDispose]();
    expect(await running).toBeInstanceOf(EngineLost);
    expect(await survivors(mine, isLocal ? 2000 : 0)).toEqual([]);
    expect(tmp.folders()).toEqual(folders);
  });

  it.each([0, 20, 200])("ends with its signal, %i ms into making a database", async (ms) => {
    const folders = tmp.folders();
    const before = new Set(descendants(process.pid));
    const controller = new AbortController();
    const other = await start(controller.signal);
    const running = other.database().then(async (database) => (await database.connect()).run("select pg_sleep(60)"));
    setTimeout(() => controller.abort(new Error("stopped")), ms);
    await expect(running).rejects.toBeInstanceOf(EngineLost);
    await other[Symbol.asyncDispose]();
    await expect(other.database()).rejects.toBeInstanceOf(EngineLost);
    const mine = isUrl ? [] : descendants(process.pid).filter((pid) => !before.has(pid));
    expect(await survivors(mine, 2000)).toEqual([]);
    expect(tmp.folders()).toEqual(folders);
    if (isUrl) expect((await leftOnServer()).filter((name) => name.startsWith("gate_"))).toHaveLength(disposable ? 0 : 1);
  });

  it("does not start once aborted", async () => {
    const folders = tmp.folders();
    const reason = new Error("stopped");
    await expect(start(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(tmp.folders()).toEqual(folders);
  });

  it.each([5, 60, 300, 900])("leaves nothing when aborted %i ms into its start", async (ms) => {
    const folders = tmp.folders();
    const before = new Set(descendants(process.pid));
    const controller = new AbortController();
    const reason = new Error("stopped");
    setTimeout(() => controller.abort(reason), ms);
    const outcome = await start(controller.signal).catch((error: unknown) => error);
    // It may have been faster than us.
    if (!(outcome instanceof Error)) await (outcome as Server)[Symbol.asyncDispose]();
    else expect(outcome).toBe(reason);
    expect(
      await survivors(
        descendants(process.pid).filter((pid) => !before.has(pid)),
        1000,
      ),
    ).toEqual([]);
    expect(tmp.folders()).toEqual(folders);
  });
});

/** Finds the line of its segment of shared memory: some bytes that mark the data directory as used. */
async function segmentOf(database: Database): Promise<RegExp> {
  const observer = await database.connectAsObserver();
  const [row] = await observer.query<{ ids: string }>("select split_part(pg_read_file('postmaster.pid'), E'\\n', 7) as ids");
  const id = row?.ids.trim().split(/\s+/u)[1] ?? "";
  return new RegExp(`^\\s*-?\\d+\\s+${id}\\s`, "mu");
}

async function postmasterOf(database: Database): Promise<number> {
  const observer = await database.connectAsObserver();
  const [row] = await observer.query<{ pid: string }>("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid");
  await observer.close();
  return Number(row?.pid);
}

describe("the choice of a local server", () => {
  it("names the majors that it has", async () => {
    const error = await local.start({ major: 9, databaseUrl: null, signal: never }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReportableError);
    expect(error).toMatchObject({ code: majors.length === 0 ? "engine/unavailable" : "engine/wrong-version" });
    for (const major of majors) expect((error as Error).message).toContain(String(major));
  });

  it("finds nothing in a folder without a server", async () => {
    process.env["MIGRATION_GATE_POSTGRES_BIN"] = "/nowhere/bin";
    try {
      await expect(local.start({ major: null, databaseUrl: null, signal: never })).rejects.toMatchObject({
        code: "engine/unavailable",
      });
    } finally {
      delete process.env["MIGRATION_GATE_POSTGRES_BIN"];
    }
  });
});
