import { readFile } from "node:fs/promises";
import { ReportableError } from "../../errors.js";
import { type Database, type Engine, type RunResult, type Server, type Session, SqlError, type Template } from "../engine.js";
import { findPgliteAssets, type PgliteAssets } from "./pglite-assets.js";
import { PgliteProcess } from "./pglite-process.js";

/** PGlite: Postgres as WebAssembly, always there, one session a database. */
export const pglite: Engine = {
  id: "pglite",
  start: async ({ major, signal }) => {
    signal.throwIfAborted();
    const assets = findPgliteAssets();
    const server = new PgliteServer(assets, await readFile(assets.base), major);
    await server.warmUp(signal);
    return server;
  },
};

class PgliteServer implements Server {
  readonly engineId = "pglite";
  readonly version: string;
  readonly versionNumber: number;
  readonly description: string;
  readonly abilities;
  readonly #templates = new Map<string, Uint8Array>();
  readonly #live = new Set<PgliteProcess>();
  #ready: PgliteProcess | null = null;
  #count = 0;

  constructor(
    private readonly assets: PgliteAssets,
    private readonly base: Uint8Array,
    wanted: number | null,
  ) {
    this.version = assets.version;
    this.versionNumber = assets.versionNumber;
    this.description = `PostgreSQL ${assets.version}, embedded (PGlite)`;
    const major = Math.floor(assets.versionNumber / 10_000);
    this.abilities = {
      secondSession: false,
      cancel: false,
      cannotSee: [
        "other sessions waiting: what blocks is told by the locks held, not by somebody who waited",
        "locks of CONCURRENTLY statements",
        "times like production's: it runs as WebAssembly",
        ...(wanted !== null && wanted !== major ? [`PostgreSQL ${wanted}: this is ${assets.version}`] : []),
      ],
    };
  }

  /** The first database starts with the server, so that a failure to start is told as one. */
  async warmUp(signal: AbortSignal): Promise<void> {
    try {
      this.#ready = await this.#start(this.base, true);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ReportableError("engine/unavailable", `the embedded engine does not start: ${why}`, "Use --engine local.", { cause: error });
    }
    signal.throwIfAborted();
  }

  async database(template?: Template): Promise<Database> {
    const name = `embedded_${++this.#count}`;
    const ready = template === undefined ? this.#ready : null;
    if (ready !== null) this.#ready = null;
    const dump = template === undefined ? undefined : this.#templates.get(template.id);
    const server = ready ?? (await (dump === undefined ? this.#start(this.base, true) : this.#start(dump, false)));
    return {
      name,
      connect: async () => new PgliteSession(server, false),
      connectAsObserver: async () => new PgliteSession(server, true),
      freeze: async () => {
        this.#templates.set(name, (await server.request("dump")) as Uint8Array);
        await this.#end(server);
        return { id: name };
      },
      drop: () => this.#end(server),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#live].map((server) => this.#end(server)));
    this.#templates.clear();
  }

  async #start(dump: Uint8Array, compressed: boolean): Promise<PgliteProcess> {
    const server = await PgliteProcess.start(this.assets, dump, compressed);
    this.#live.add(server);
    return server;
  }

  async #end(server: PgliteProcess): Promise<void> {
    this.#live.delete(server);
    await server.end();
  }
}

class PgliteSession implements Session {
  constructor(
    private readonly server: PgliteProcess,
    /** Speaks as superuser, and returns to the migration role after each request. */
    private readonly asSuperuser: boolean,
  ) {}

  get backendPid(): number {
    return this.server.pid;
  }

  run(sql: string): Promise<RunResult> {
    if (!this.asSuperuser) refuseHostAccess(sql);
    return this.#as(async () => (await this.server.request("run", { sql })) as RunResult);
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#as(async () => (await this.server.request("query", { sql, values })) as readonly Row[]);
  }

  copyIn(sql: string, data: string): Promise<RunResult> {
    return this.#as(async () => (await this.server.request("copyIn", { sql, data })) as RunResult);
  }

  async cancel(): Promise<void> {
    await this.server.end();
  }

  /** The session is the database's only one; it ends with the database. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #as<T>(action: () => Promise<T>): Promise<T> {
    if (!this.asSuperuser) return action();
    await this.server.request("run", { sql: "SET SESSION AUTHORIZATION postgres" });
    try {
      return await action();
    } finally {
      await this.server.request("run", { sql: "SET SESSION AUTHORIZATION gate_owner" });
    }
  }
}

/** COPY with a program kills the instance without a word, and a role is no boundary in there: neither is sent. */
function refuseHostAccess(sql: string): void {
  if (!/\bcopy\b/iu.test(sql) || !/\b(?:from|to)\s+(?:program\b|e?'|\$)/iu.test(withoutStrings(sql))) return;
  throw new SqlError("permission denied to COPY to or from a file or an external program", "42501", null, "Use COPY … FROM stdin.", null);
}

/** Comments and the inside of dollar quotes may speak of COPY without doing it. */
function withoutStrings(sql: string): string {
  return sql.replace(/--[^\n]*/gu, "").replace(/\$(\w*)\$[\s\S]*?\$\1\$/gu, "").replace(/\bas\s+'(?:[^']|'')*'/giu, "");
}
