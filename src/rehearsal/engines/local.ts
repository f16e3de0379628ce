import { ReportableError } from "../../errors.js";
import type { Database, Engine, EngineOptions, KeptWorld, Server, Session, Template } from "../engine.js";
import { Ending } from "./ending.js";
import { checkKept, keepWorld } from "./kept/keep-world.js";
import { type KeptNote, KeptWorlds } from "./kept/kept-worlds.js";
import { OpenScratch } from "./open-scratch.js";
import { PgSession } from "./pg-session.js";
import { Postmaster, SUPERUSER } from "./postmaster.js";
import { serverAccount } from "./server-account.js";
import { findServerBinaries, type ServerBinaries } from "./server-binaries.js";

/** Role that runs migrations. */
const OWNER = "gate_owner";

/** A private server from binaries of this machine: a throw-away cluster on a socket, gone with the run. */
export const local: Engine = {
  id: "local",
  start: (options) => startLocal(choose, options),
};

/** The server whose major is nearest to the wanted one, the newer of two as near; its report says that it is another. */
export function startNearest(options: EngineOptions): Promise<Server> {
  return startLocal(nearest, options);
}

async function startLocal(pick: typeof choose, { major, signal, keep = null }: EngineOptions): Promise<Server> {
  signal.throwIfAborted();
  const binaries = pick(findServerBinaries(), major);
  const store = keep === null ? null : new KeptWorlds(keep, binaries, serverAccount());
  try {
    return await openServer(binaries, { major, signal, store });
  } catch (error) {
    signal.throwIfAborted();
    if (store === null || !store.discard()) throw error;
    // Whatever hinders a kept world, an empty server has none of it.
    return openServer(binaries, { major, signal, store });
  }
}

interface Wanted {
  readonly major: number | null;
  readonly signal: AbortSignal;
  readonly store: KeptWorlds | null;
}

async function openServer(binaries: ServerBinaries, wanted: Wanted): Promise<Server> {
  const { signal, store } = wanted;
  const begunWith: { note: KeptNote | null } = { note: null };
  const postmaster = await Postmaster.start(binaries, signal, (data) => {
    begunWith.note = store?.restore(data) ?? null;
    return begunWith.note !== null;
  });
  try {
    const server = await LocalServer.open(postmaster, wanted, begunWith.note);
    signal.throwIfAborted();
    return server;
  } catch (error) {
    await postmaster.end();
    signal.throwIfAborted();
    throw error;
  }
}

function nearest(found: readonly ServerBinaries[], major: number | null): ServerBinaries {
  const [first] =
    major === null ? [] : [...found].sort((a, b) => Math.abs(a.major - major) - Math.abs(b.major - major) || b.major - a.major);
  return first ?? choose(found, null);
}

function choose(found: readonly ServerBinaries[], major: number | null): ServerBinaries {
  const [newest] = found;
  if (newest === undefined) {
    throw new ReportableError(
      "engine/unavailable",
      "no Postgres server binaries were found on this machine",
      "Install a server package (postgresql), or use --engine pglite.",
    );
  }
  const wanted = major === null ? newest : found.find((binaries) => binaries.major === major);
  if (wanted !== undefined) return wanted;
  const majors = [...new Set(found.map((binaries) => binaries.major))].join(", ");
  throw new ReportableError(
    "engine/wrong-version",
    `this machine has no server binaries of PostgreSQL ${major}, only of ${majors}`,
    `Install PostgreSQL ${major}, or use --postgres-version ${newest.major}.`,
  );
}

class LocalServer implements Server {
  readonly engineId = "local";
  readonly abilities;
  readonly description: string;
  readonly #ending: Ending;
  readonly kept: KeptWorld | null;
  readonly keep?: (world: KeptWorld) => Promise<void>;
  #count: number;

  private constructor(
    private readonly postmaster: Postmaster,
    private readonly admin: Session,
    readonly version: string,
    readonly versionNumber: number,
    { major: wanted, signal, store }: Wanted,
    note: KeptNote | null,
  ) {
    this.#ending = new Ending(signal, () => this.#end());
    const isAnother = wanted !== null && wanted !== Math.floor(versionNumber / 10_000);
    if (store !== null) this.keep = (world) => keepWorld(world, store, { admin, data: postmaster.data, versionNumber });
    this.kept = store === null || note === null ? null : { digest: store.digest, template: { id: note.template } };
    this.#count = note === null ? 0 : Number(note.template.split("_")[1]);
    const cannotSee = [
      "your traffic, your replicas and autovacuum",
      ...(isAnother ? [`PostgreSQL ${wanted}: this is ${version}`] : []),
    ];
    this.abilities = { secondSession: true, cancel: true, copies: true, cannotSee };
    this.description = `PostgreSQL ${version}, a private server of this machine`;
  }

  static async open(postmaster: Postmaster, wanted: Wanted, note: KeptNote | null): Promise<LocalServer> {
    const admin = await PgSession.open(address(postmaster, "postgres", SUPERUSER), () => Promise.resolve(), {
      whyLost: () => postmaster.lost,
    });
    const [row] = await admin.query<{ number: number; version: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    );
    const number = row?.number ?? 0;
    if (note !== null) await checkKept(note, admin);
    // Up to 15 a role with CREATEROLE can grant itself pg_execute_server_program, which is a shell.
    else await admin.run(`create role ${OWNER} login nosuperuser ${number >= 160_000 ? "createrole" : "nocreaterole"}`);
    return new LocalServer(postmaster, admin, row?.version.split(" ")[0] ?? "", number, wanted, note);
  }

  async database(template?: Template): Promise<Database> {
    const name = `rehearsal_${++this.#count}`;
    // The copy of files is several times faster than writing all of it through the WAL (CREATE DATABASE, since 15).
    const strategy = this.versionNumber >= 150_000 ? " strategy file_copy" : "";
    await this.admin.run(
      `create database ${name} owner ${OWNER}${template === undefined ? "" : ` template ${template.id}${strategy}`}`,
    );
    const scratch = new OpenScratch(
      name,
      { host: this.postmaster.folder, port: 5432, database: name, user: OWNER, password: null },
      {
        connect: (as) =>
          PgSession.open(address(this.postmaster, name, as === "migrator" ? OWNER : SUPERUSER), (pid) => this.#cancel(pid), {
            whyLost: () => this.postmaster.lost,
          }),
        drop: async () => {
          await this.admin.run(`drop database if exists ${name} with (force)`);
        },
      },
    );
    if (template === undefined) await prepare(await scratch.connectAsObserver());
    return scratch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ending.now();
  }

  async #end(): Promise<void> {
    await this.postmaster.end();
    await this.admin.close();
  }

  async #cancel(pid: number): Promise<void> {
    await this.admin.query("select pg_cancel_backend($1)", [pid]);
  }
}

async function prepare(observer: Session): Promise<void> {
  await observer.run(`alter schema public owner to ${OWNER}`);
}

function address({ folder }: Postmaster, database: string, user: string) {
  return { host: folder, port: 5432, database, user, password: "", ssl: false, application_name: "migration-gate" };
}
