import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database, Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { descendants, privateTmpdir, survivors } from "./engines/processes.js";
import { ServiceContainer } from "./engines/service-container.js";
import { type Case, rehearsal, stepsOf } from "./support.js";

const tmp = privateTmpdir();
afterAll(tmp.remove);
const [major] = findServerBinaries().map((each) => each.major);
const before = "create table t (id int primary key); insert into t values (1);";
const LOST = /^The rehearsal server was lost: /u;

type Choice = "local" | "url" | "pglite";

/** A real engine whose databases the test can enter on its own. */
class Place {
  private constructor(
    readonly server: Server,
    private readonly others: ReadonlySet<number>,
    private readonly container: ServiceContainer | null,
    private readonly folders: readonly string[],
  ) {}

  readonly made: Database[] = [];
  /** Those of a server that was killed, which are no longer below us. */
  #killed: readonly number[] = [];

  static async open(choice: Choice, signal: AbortSignal = new AbortController().signal): Promise<Place> {
    const others = new Set(descendants(process.pid));
    const container = choice === "url" ? await ServiceContainer.start(major ?? 0) : null;
    const folders = temporaryFolders();
    const databaseUrl = container?.url() ?? null;
    const { server } = await startEngine({ choice, major: null, databaseUrl, signal, log: () => undefined });
    return new Place(server, others, container, folders);
  }

  /** Processes of the engine. */
  get processes(): readonly number[] {
    return descendants(process.pid).filter((pid) => !this.others.has(pid));
  }

  killServer(): void {
    this.#killed = this.processes;
    const [first = 0] = this.processes;
    process.kill(this.container?.pid ?? first, "SIGKILL");
  }

  rehearse(each: Case): ReturnType<typeof rehearsal> {
    const { server, made } = this;
    const watched: Server = {
      engineId: server.engineId,
      version: server.version,
      versionNumber: server.versionNumber,
      description: server.description,
      abilities: server.abilities,
      database: async (template) => {
        const database = await server.database(template);
        made.push(database);
        return database;
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
    return rehearsal(watched, { before, ...each });
  }

  /** Ends the engine; nothing of it may be left. */
  async leave(): Promise<void> {
    const pids = [...this.processes, ...this.#killed];
    await this.server[Symbol.asyncDispose]();
    const held = this.container === null || this.#killed.length > 0 ? [] : await this.container.holds();
    await this.container?.end();
    expect(await survivors(pids, 2_000)).toEqual([]);
    expect(held).toEqual([]);
    expect(temporaryFolders()).toEqual(this.folders);
  }
}

/** Those of the engines, where they are made now. */
function temporaryFolders(): readonly string[] {
  return readdirSync(process.env["TMPDIR"] ?? "").filter((name) => name.startsWith("gate-pg-"));
}

let place: Place | null = null;
async function enter(choice: Choice, signal?: AbortSignal): Promise<Place> {
  place = await Place.open(choice, signal);
  return place;
}
afterEach(async () => {
  await place?.leave();
  place = null;
});

/** Acts a moment after the world stands and the change has begun. */
function onceApplying(act: () => unknown, afterMs = 700): { progress: (message: string) => void } {
  return {
    progress: (message) => {
      if (message.startsWith("Applying the")) setTimeout(act, afterMs);
    },
  };
}

/** The process that runs `sql` in the newest database. */
async function backendOf(made: readonly Database[], part: string): Promise<number> {
  const observer = await made.at(-1)?.connectAsObserver();
  for (let tries = 0; tries < 1_000; tries++) {
    const found = await observer?.query<{ pid: number }>(
      "select pid from pg_stat_activity where pid <> pg_backend_pid() and state = 'active' and strpos(query, $1) > 0",
      [part],
    );
    if (found?.[0] !== undefined) return found[0].pid;
    await sleep(20);
  }
  return 0;
}

const UP = "alter table t add column a int; select pg_sleep(61);";
const LOOP = "do $$ begin loop perform 1; end loop; end $$;";
const servers: readonly Choice[] = major === undefined ? [] : ["local", "url"];

describe.each(servers)("on a server (%s)", (choice) => {
  test.each([
    ["waits", UP],
    ["loops", `alter table t add column a int; ${LOOP}`],
  ])("SIGKILL of the server while the migration %s", async (_, up) => {
    const here = await enter(choice);
    const limit = new AbortController();
    const kill = async () => {
      await backendOf(here.made, up.endsWith(LOOP) ? "loop perform 1" : "pg_sleep(61)");
      here.killServer();
      // A backend in a loop sees nothing of the end of its server.
      if (up.endsWith(LOOP)) setTimeout(() => limit.abort(new DOMException("time is up", "TimeoutError")), 1_000);
    };
    const result = await here.rehearse({ up, transaction: "statement", signal: limit.signal, plan: onceApplying(kill) });
    const reason = up.endsWith(LOOP) ? "The rehearsal reached its time limit." : expect.stringMatching(LOST);
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: reason });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
  });

  test("SIGKILL of the backend that migrates", async () => {
    const here = await enter(choice);
    const kill = async () => process.kill(await backendOf(here.made, "pg_sleep(61)"), "SIGKILL");
    const result = await here.rehearse({ up: UP, transaction: "statement", plan: onceApplying(kill) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: expect.stringMatching(LOST) });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
    await sleep(choice === "url" ? 1_500 : 0);
  });

  test("a connection that the server drops", async () => {
    const here = await enter(choice);
    const drop = async () => {
      const pid = await backendOf(here.made, "pg_sleep(61)");
      await (await here.made.at(-1)?.connectAsObserver())?.query("select pg_terminate_backend($1)", [pid]);
    };
    const result = await here.rehearse({ up: UP, transaction: "statement", plan: onceApplying(drop) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: expect.stringMatching(/lost: .*administrator command/u) });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
  });

  test("a lock that nobody lets go of, until the time limit", async () => {
    const here = await enter(choice);
    const limit = new AbortController();
    const lock = async () => {
      const other = await here.made.at(-1)?.connectAsObserver();
      await other?.run("begin; lock table t in access share mode");
      setTimeout(() => limit.abort(new DOMException("time is up", "TimeoutError")), 1_500);
    };
    const up = "create table u (); select pg_sleep(1.5); alter table t add column a int; select 1;";
    const result = await here.rehearse({ up, transaction: "statement", signal: limit.signal, plan: onceApplying(lock, 300) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: "The rehearsal reached its time limit." });
    expect(stepsOf(result).slice(0, 2)).toMatchObject([
      { statement: 0, error: null },
      { statement: 1, error: null },
    ]);
  });

  test("a time limit that the migration sets itself is its own failure", async () => {
    const here = await enter(choice);
    const up = "set statement_timeout = '300ms'; select pg_sleep(61);";
    const result = await here.rehearse({ up, transaction: "statement" });
    expect(result.outcome).toBe("failed");
    expect(stepsOf(result).at(-1)).toMatchObject({ statement: 1, error: { sqlstate: "57014" } });
  });

  test.each([
    ["loops without a limit of its own", `set statement_timeout = 0; ${LOOP}`],
    [
      "refuses to be canceled",
      "select 1; do $$ begin loop begin perform pg_sleep(1); exception when query_canceled then null; end; end loop; end $$;",
    ],
  ])("the time limit ends a migration that %s", async (_, up) => {
    const here = await enter(choice);
    const limit = new AbortController();
    const end = () => limit.abort(new DOMException("time is up", "TimeoutError"));
    const result = await here.rehearse({ up, transaction: "statement", signal: limit.signal, plan: onceApplying(end) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: "The rehearsal reached its time limit." });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
  });

  test("a signal in the middle of copying a database", async () => {
    const stop = new AbortController();
    const here = await enter(choice, stop.signal);
    const origin = await here.server.database();
    await (await origin.connect()).run("create table big as select repeat('x', 1000) as x from generate_series(1, 100000) i");
    const copying = here.server.database(await origin.freeze()).catch((error: unknown) => error);
    setTimeout(() => stop.abort(new Error("ended")), 30);
    expect(await copying).toBeInstanceOf(Error);
  });
});

describe("on the embedded engine", () => {
  test("SIGKILL of its process", async () => {
    const here = await enter("pglite");
    const kill = () => here.processes.map((pid) => process.kill(pid, "SIGKILL"));
    const result = await here.rehearse({ up: UP, transaction: "statement", plan: onceApplying(kill, 1_500) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: expect.stringMatching(LOST) });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
  });

  test("the time limit ends a loop", async () => {
    const here = await enter("pglite");
    const limit = new AbortController();
    const end = () => limit.abort(new DOMException("time is up", "TimeoutError"));
    const up = `set statement_timeout = 0; ${LOOP}`;
    const result = await here.rehearse({ up, transaction: "statement", signal: limit.signal, plan: onceApplying(end, 1_500) });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: "The rehearsal reached its time limit." });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
  });
});

describe("a full disk", () => {
  const disk = join(tmp.path, "small");
  let mounted = false;
  beforeAll(() => {
    mkdirSync(disk);
    mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=160m", "none", disk]).status === 0;
    if (mounted) chmodSync(disk, 0o777);
  });
  afterAll(() => {
    process.env["TMPDIR"] = tmp.path;
    if (mounted) spawnSync("umount", [disk]);
  });

  test.skipIf(major === undefined)("is the statement's error, or the end of the server", async (context) => {
    if (!mounted) context.skip("this account may not mount a small disk");
    process.env["TMPDIR"] = disk;
    const here = await enter("local");
    const up = "alter table t add column a text; insert into t select i, repeat('x', 900) from generate_series(2, 1000000) i;";
    const result = await here.rehearse({ up, transaction: "statement" });
    expect(stepsOf(result)[0]).toMatchObject({ statement: 0, error: null });
    if (result.outcome === "failed") expect(stepsOf(result)[1]).toMatchObject({ error: { sqlstate: "53100" } });
    else expect(result).toMatchObject({ outcome: "stopped", outcomeReason: expect.stringMatching(LOST) });
  });
});
