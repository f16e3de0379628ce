import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReportableError } from "../../../src/errors.js";
import type { Server } from "../../../src/rehearsal/engine.js";
import { startEngine } from "../../../src/rehearsal/engines/index.js";
import { local } from "../../../src/rehearsal/engines/local.js";
import { findServerBinaries } from "../../../src/rehearsal/engines/server-binaries.js";
import { url } from "../../../src/rehearsal/engines/url.js";
import { ServiceContainer } from "./service-container.js";

const majors = [...new Set(findServerBinaries().map(({ major }) => major))];
const signal = new AbortController().signal;
/** A session that was closed is told of until its server process has noticed. */
const GONE = { timeout: 10_000 };

async function refusal(
  databaseUrl: string,
  more: { readonly major?: number; readonly disposable?: boolean } = {},
): Promise<ReportableError> {
  const outcome = await url.start({ major: null, databaseUrl, signal, ...more }).catch((error: unknown) => error);
  if (!(outcome instanceof ReportableError)) await (outcome as Server)[Symbol.asyncDispose]?.();
  expect(outcome).toBeInstanceOf(ReportableError);
  return outcome as ReportableError;
}

describe.each(majors)("a server of PostgreSQL %i that a URL names", (major) => {
  let container: ServiceContainer;
  beforeAll(async () => {
    container = await ServiceContainer.start(major, ["wal_level=logical"]);
  });
  afterAll(() => container.end());

  it("is taken where a URL is given, and left as it was", async () => {
    const { server, reason } = await startEngine({
      choice: "auto",
      major: null,
      databaseUrl: container.url(),
      signal,
      log: () => undefined,
    });
    const database = await server.database();
    await (await database.connect()).run("create table t (id int)");
    expect(await container.holds()).toContain(database.name);
    await server[Symbol.asyncDispose]();
    expect(server.engineId).toBe("url");
    expect(reason).toMatch(/^PostgreSQL \d+\.\d+ at 127\.0\.0\.1:\d+, in scratch databases, because a database URL was given$/u);
    await expect.poll(() => container.holds(), GONE).toEqual([]);
  });

  it("gives back roles that came with the schema", async () => {
    const server = await url.start({ major: null, databaseUrl: container.url(), signal });
    const database = await server.database();
    const observer = await database.connectAsObserver();
    await observer.run(
      "create role reader nologin; create table t (); grant select on t to reader; alter table t owner to reader",
    );
    await server[Symbol.asyncDispose]();
    await expect.poll(() => container.holds(), GONE).toEqual([]);
  });

  it("is refused when it is of another version", async () => {
    const error = await refusal(container.url(), { major: 9 });
    expect(error).toMatchObject({ code: "engine/wrong-version", hint: expect.stringContaining(`--postgres-version ${major}`) });
  });

  it("is refused when it lets us not in, without a word of the password", async () => {
    for (const bad of [
      container.url("postgres", "postgres", "Wr0ng-Passw0rd"),
      container.url("no-such-database", "postgres", "s3cret-of-postgres"),
      "postgres://u:Wr0ng-Passw0rd@127.0.0.1:1/postgres",
      "postgres://u:12/Wr0ng-Passw0rd@127.0.0.1/postgres",
      "postgres://u:Wr0ng#Passw0rd@127.0.0.1/postgres",
      "mysql://u:Wr0ng-Passw0rd@127.0.0.1/x",
      "Wr0ng-Passw0rd",
    ]) {
      const error = await refusal(bad);
      expect(error.code, bad).toBe("engine/unavailable");
      expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(/Wr0ng|Passw0rd|s3cret/u);
    }
  });

  it("is refused when it holds rows, and taken when they are but notes of a migration tool", async () => {
    await container.run("create database app");
    await container.run(
      "create table schema_migrations (v text); insert into schema_migrations values ('1'); create table users ()",
      "app",
    );
    await (await url.start({ major: null, databaseUrl: container.url(), signal }))[Symbol.asyncDispose]();
    await container.run("create table orders as select 1 as id", "app");
    const error = await refusal(container.url());
    expect(error.code).toBe("engine/not-disposable");
    expect(error.message).toContain("`app` holds rows (public.orders)");
    expect(error.hint).toMatch(/service container.*--disposable/u);
    await container.run("drop database app");
    await expect.poll(() => container.holds(), GONE).toEqual([]);
  });

  it("is refused when it has replication", async () => {
    await container.run("select pg_create_physical_replication_slot('standby')");
    expect((await refusal(container.url())).message).toContain("replication slots");
    await container.run("select pg_drop_replication_slot('standby')");
  });

  it("is refused, and not even asked, when its name is that of a managed service", async () => {
    const error = await refusal("postgres://u:p@prod.abc.eu-west-1.rds.amazonaws.com/app");
    expect(error).toMatchObject({ code: "engine/not-disposable" });
    expect(error.message).toContain("Amazon RDS");
  });

  it("is swept of what killed runs left, and of nothing else", async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const [name, made] of [
      ["gate_000000000000_1", now - 90_000],
      ["gate_000000000001_1", now - 60],
    ] as const) {
      await container.run(`create database ${name}`);
      await container.run(`comment on database ${name} is 'migration-gate, made at ${made}'`);
    }
    await container.run(`create role gate_000000000000_owner login; create role gate_000000000001_owner login`);
    await container.run(`comment on role gate_000000000000_owner is 'migration-gate, made at ${now - 90_000}'`);
    await container.run(`create database gate_000000000002_1`);
    await (await url.start({ major: null, databaseUrl: container.url(), signal }))[Symbol.asyncDispose]();
    const left = ["gate_000000000001_1", "gate_000000000001_owner", "gate_000000000002_1"];
    await expect.poll(() => container.holds(), GONE).toEqual(left);
    for (const name of left) await container.run(`drop ${name.endsWith("owner") ? "role" : "database"} ${name}`);
  });

  it("is left clean when it ends in the middle of making a database", async () => {
    for (const ms of [0, 5, 20, 50, 100]) {
      const controller = new AbortController();
      const server = await url.start({ major: null, databaseUrl: container.url(), signal: controller.signal });
      const origin = await server.database();
      await (await origin.connect()).run("create table t as select i, repeat('x', 500) as x from generate_series(1, 20000) i");
      const template = await origin.freeze();
      const making = server.database(template).catch((error: unknown) => error);
      setTimeout(() => controller.abort(new Error("stopped")), ms);
      await making;
      await server[Symbol.asyncDispose]();
      await expect.poll(() => container.holds(), GONE).toEqual([]);
    }
  });

  it("is left clean when its start is stopped", async () => {
    for (const ms of [0, 5, 10, 20, 40, 80, 120]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("stopped")), ms);
      const outcome = await url
        .start({ major: null, databaseUrl: container.url(), signal: controller.signal })
        .catch((error: unknown) => error);
      if (!(outcome instanceof Error)) await (outcome as Server)[Symbol.asyncDispose]();
      else expect(outcome.message).toBe("stopped");
      await expect.poll(() => container.holds(), GONE).toEqual([]);
    }
  });

  it("gives a clone that may be used up once, and takes only what is ours from it", async () => {
    await container.run("create role app login password 'x-of-app'");
    await container.run("create database clone owner app");
    await container.run("create table orders as select 1 as id; alter table orders owner to app", "clone");
    const server = await url.start({
      major: null,
      databaseUrl: container.url("clone", "app", "x-of-app"),
      signal,
      disposable: true,
    });
    expect(server.abilities.copies).toBe(false);
    expect(server.abilities.cannotSee.join("; ")).toContain("second copy");
    const database = await server.database();
    const session = await database.connect();
    expect(await session.query("select current_user::text as me, count(*)::int as n from orders")).toEqual([{ me: "app", n: 1 }]);
    await session.run("alter table orders add column note text");
    session.run("select pg_sleep(60)").catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server[Symbol.asyncDispose]();
    await expect.poll(() => container.holds(), GONE).toEqual(["app", "clone"]);
    expect(await container.run("select note from orders", "clone")).toEqual([{ note: null }]);
    await container.run("drop database clone");
    await container.run("drop role app");
  });

  it("is used by a role that may make databases and roles, as those of managed services are", async () => {
    await container.run(
      "create role manager login createdb createrole password 'x-of-manager'; create role maker login createdb password 'x-of-maker'",
    );
    for (const [user, role] of [
      ["manager", /^gate_/u],
      ["maker", /^maker$/u],
    ] as const) {
      const server = await url.start({ major: null, databaseUrl: container.url("postgres", user, `x-of-${user}`), signal });
      expect(server.abilities.cannotSee.join("; ")).toContain(`the role \`${user}\` is none`);
      const origin = await server.database();
      const session = await origin.connect();
      const [me] = await session.query<{ me: string }>("select current_user::text as me");
      expect(me?.me).toMatch(role);
      await session.run("create schema s; create table s.t as select 1 as id");
      expect(await (await origin.connectAsObserver()).query("select id from s.t")).toEqual([{ id: 1 }]);
      const copy = await server.database(await origin.freeze());
      expect(await (await copy.connect()).query("select id from s.t")).toEqual([{ id: 1 }]);
      await copy.drop();
      await server[Symbol.asyncDispose]();
      await expect.poll(() => container.holds(), GONE).toEqual(["maker", "manager"]);
    }
    await container.run("drop role maker, manager; create role nobody_much login password 'x-of-nobody'");
    expect(await refusal(container.url("postgres", "nobody_much", "x-of-nobody"))).toMatchObject({
      code: "engine/unavailable",
      hint: expect.stringContaining("CREATEDB"),
    });
    await container.run("drop role nobody_much");
  });
});

it.runIf(majors.length > 1)("serves several majors at once", async () => {
  const servers = await Promise.all(majors.map((major) => local.start({ major, databaseUrl: null, signal })));
  const found = await Promise.all(
    servers.map(async (server) =>
      (await (await server.database()).connect()).query("select current_setting('server_version_num')::int / 10000 as major"),
    ),
  );
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  expect(found).toEqual(majors.map((major) => [{ major }]));
});

it("asks for the URL that it needs", async () => {
  await expect(url.start({ major: null, databaseUrl: null, signal })).rejects.toMatchObject({
    code: "engine/unavailable",
    hint: expect.stringContaining("--database-url"),
  });
});
