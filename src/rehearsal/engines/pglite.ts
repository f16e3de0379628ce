import { readFile } from "node:fs/promises";
import { ReportableError } from "../../errors.js";
import { type Database, type Engine, EngineLost, type RunResult, type Server, type Session, type Template } from "../engine.js";
import { Ending } from "./ending.js";
import { findPgliteAssets, type PgliteAssets } from "./pglite-assets.js";
import { PgliteProcess } from "./pglite-process.js";
import { refusal } from "./pglite-refusals.js";
import { PgliteTenancy } from "./pglite-tenancy.js";

/** PGlite: Postgres as WebAssembly, always there, one session a database. */
export const pglite: Engine = {
  id: "pglite",
  start: async ({ major, mentions = () => true, signal }) => {
    signal.throwIfAborted();
    const found = findPgliteAssets();
    // Each costs every database that is opened, wanted or not.
    const assets = { ...found, contrib: found.contrib.filter(({ extension }) => mentions(extension)) };
    const server = new PgliteServer(assets, await readFile(assets.base), major, signal);
    await server.warmUp(signal);
    return server;
  },
};

/** A database that is being opened for whoever comes next. */
interface Ahead {
  /** The template's id; null for an empty one. */
  readonly from: string | null;
  readonly server: Promise<PgliteProcess>;
}

class PgliteServer implements Server {
  readonly engineId = "pglite";
  readonly version: string;
  readonly versionNumber: number;
  readonly description: string;
  readonly abilities;
  readonly #templates = new Map<string, Uint8Array>();
  readonly #live = new Set<PgliteProcess>();
  /** Has ended its database in order; the next one opens in half the time there. */
  #idle: PgliteProcess | null = null;
  readonly #starting = new Set<Promise<unknown>>();
  /** Ends those that are starting. */
  readonly #stop = new AbortController();
  readonly #ending: Ending;
  #ahead: Ahead | null = null;
  #count = 0;

  constructor(
    private readonly assets: PgliteAssets,
    private readonly base: Uint8Array,
    wanted: number | null,
    signal: AbortSignal,
  ) {
    this.#ending = new Ending(signal, () => this.#endAll());
    this.version = assets.version;
    this.versionNumber = assets.versionNumber;
    this.description = `PostgreSQL ${assets.version}, embedded (PGlite)`;
    const major = Math.floor(assets.versionNumber / 10_000);
    this.abilities = {
      secondSession: false,
      cancel: false,
      copies: true,
      cannotSee: [
        "other sessions waiting: what blocks is told by the locks held, not by somebody who waited",
        "locks of CONCURRENTLY statements",
        "times like production's: it runs as WebAssembly",
        "all that a role may not do: there is one login, the superuser's, and functions can take it",
        ...(wanted !== null && wanted !== major ? [`PostgreSQL ${wanted}: this is ${assets.version}`] : []),
      ],
    };
  }

  /** The first database starts with the server, so that a failure to start is told as one. */
  async warmUp(signal: AbortSignal): Promise<void> {
    try {
      this.prepare(null);
      await this.#ahead?.server;
      signal.throwIfAborted();
    } catch (error) {
      await this.#ending.now();
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      throw new ReportableError("engine/unavailable", `the embedded engine does not start: ${why}`, "Use --engine local.", {
        cause: error,
      });
    }
  }

  async database(template?: Template): Promise<Database> {
    const name = `embedded_${++this.#count}`;
    const server = await (this.#takeAhead(template?.id ?? null) ?? this.#startFrom(template?.id ?? null));
    const tenancy = new PgliteTenancy(server);
    const end = async () => {
      if (tenancy.end()) await this.#end(server);
    };
    return {
      name,
      entrance: null,
      connect: async () => new PgliteSession(tenancy, false),
      connectAsObserver: async () => new PgliteSession(tenancy, true),
      freeze: async () => {
        this.#templates.set(name, (await tenancy.process.request("dump")) as Uint8Array);
        await end();
        return { id: name };
      },
      drop: end,
    };
  }

  prepare(template: Template | null): void {
    if (this.#ahead !== null || this.#stop.signal.aborted) return;
    const from = template?.id ?? null;
    const server = this.#startFrom(from);
    // Told to whoever wants it; where nobody does, it ends with the engine.
    server.catch(() => undefined);
    this.#ahead = { from, server };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ending.now();
  }

  async #endAll(): Promise<void> {
    this.#stop.abort(new EngineLost("the engine has ended"));
    await Promise.allSettled(this.#starting);
    const all = this.#idle === null ? this.#live : [...this.#live, this.#idle];
    await Promise.all([...all].map((server) => server.end()));
    this.#live.clear();
    this.#templates.clear();
  }

  #takeAhead(from: string | null): Promise<PgliteProcess> | null {
    const ahead = this.#ahead;
    if (ahead === null || ahead.from !== from) return null;
    this.#ahead = null;
    return ahead.server;
  }

  #startFrom(template: string | null): Promise<PgliteProcess> {
    const dump = template === null ? undefined : this.#templates.get(template);
    return dump === undefined ? this.#start(this.base, true) : this.#start(dump, false);
  }

  async #start(dump: Uint8Array, compressed: boolean): Promise<PgliteProcess> {
    const starting = this.#process().open(dump, compressed, this.#stop.signal);
    this.#starting.add(starting);
    try {
      const server = await starting;
      this.#live.add(server);
      return server;
    } finally {
      this.#starting.delete(starting);
    }
  }

  #process(): PgliteProcess {
    const idle = this.#idle;
    this.#idle = null;
    return idle ?? new PgliteProcess(this.assets);
  }

  async #end(server: PgliteProcess): Promise<void> {
    this.#live.delete(server);
    if (this.#idle === null && !this.#stop.signal.aborted && (await server.close())) {
      // Another may have come first, or the end, while this one closed.
      if (this.#idle === null && !this.#stop.signal.aborted) {
        this.#idle = server;
        return;
      }
    }
    await server.end();
  }
}

class PgliteSession implements Session {
  constructor(
    private readonly tenancy: PgliteTenancy,
    /** Speaks as superuser; the session is the migration role's again after each request. */
    private readonly asSuperuser: boolean,
  ) {}

  get backendPid(): number {
    return this.tenancy.pid;
  }

  async run(sql: string): Promise<RunResult> {
    const refused = this.asSuperuser ? null : refusal(sql);
    if (refused !== null) throw refused;
    return (await this.#request("run", { sql })) as RunResult;
  }

  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.#request("query", { sql, values })) as readonly Row[];
  }

  async copyIn(sql: string, data: string): Promise<RunResult> {
    return (await this.#request("copyIn", { sql, data })) as RunResult;
  }

  async cancel(): Promise<void> {
    if (!this.tenancy.isOver) await this.tenancy.process.end();
  }

  /** The session is the database's only one; it ends with the database. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #request(op: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.tenancy.process.request(op, { ...values, asSuperuser: this.asSuperuser });
  }
}
