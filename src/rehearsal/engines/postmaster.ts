import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ReportableError } from "../../errors.js";
import { EngineLost } from "../engine.js";
import { claim, FOLDER_PREFIX, removeAbandoned } from "./abandoned.js";
import { confined } from "./confinement.js";
import { DiskWatch } from "./disk-watch.js";
import { endOrphans } from "./end-orphans.js";
import { type ServerAccount, serverAccount } from "./server-account.js";
import type { ServerBinaries } from "./server-binaries.js";

/** Superuser of the throw-away cluster: a name that no history uses. */
export const SUPERUSER = "migration_gate";

/** Nothing here outlives the run, so nothing has to survive a crash; nothing listens but a socket in a private folder. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  jit: "off",
  max_connections: "100",
  max_wal_size: "4GB",
  timezone: "UTC",
  log_timezone: "UTC",
  unix_socket_permissions: "0700",
  // Of each session. Only a superuser may raise it.
  temp_file_limit: "2GB",
  // In the folder, not in /dev/shm: a container gives that 64 MB, and a server that was killed leaves its part there.
  dynamic_shared_memory_type: "mmap",
};

const START_TIMEOUT_MS = 30_000;
const QUIT_MS = 5_000;

/** @throws ReportableError `engine/unavailable` */
function folderIn(root: string): string {
  try {
    return mkdtempSync(join(root, FOLDER_PREFIX));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportableError("engine/unavailable", `no server can be kept in ${root}: ${why}`, "Check TMPDIR and its space.", {
      cause: error,
    });
  }
}

/** A private server: its process, and the temporary folder that holds its data and its socket. */
export class Postmaster {
  readonly #child: ChildProcess;
  readonly #watch: DiskWatch;
  #ended = false;
  #lost: string | null = null;

  private constructor(
    readonly folder: string,
    binaries: ServerBinaries,
    account: ServerAccount | null,
  ) {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = [join(binaries.folder, "postgres"), "-D", join(folder, "data"), "-k", folder, ...settings];
    const log = openSync(join(folder, "server.log"), "a");
    // Up to 14 the counters travel through a socket of the loopback interface, which is down where there is no network.
    const offline = binaries.major >= 15;
    const { program, args, identity } = confined(server, { account, deathSignal: "QUIT", offline });
    // Not detached: a child that the kernel ends with us.
    this.#child = spawn(program, args, { cwd: folder, env: environment(), stdio: ["ignore", log, log], ...identity });
    closeSync(log);
    process.once("exit", this.#endNow);
    this.#watch = new DiskWatch(folder, (why) => {
      this.#lost = why;
      this.#child.kill("SIGQUIT");
    });
  }

  /** Why we ended it ourselves, in words for the report; null where we did not. */
  get lost(): string | null {
    return this.#lost;
  }

  /** Makes a cluster, or takes a kept one, and starts its server. @throws ReportableError `engine/unavailable` */
  static async start(binaries: ServerBinaries, signal: AbortSignal, kept: Kept = NONE): Promise<Postmaster> {
    // Socket paths are limited to about 100 bytes, which long TMPDIRs exceed.
    const root = tmpdir().length > 60 ? "/tmp" : tmpdir();
    const account = serverAccount();
    removeAbandoned(root, account);
    const folder = folderIn(root);
    try {
      claim(folder);
      if (account !== null) chownSync(folder, account.uid, account.gid);
      if (!restored(kept, join(folder, "data"), account)) await initialize(binaries, folder, account, signal);
      const postmaster = new Postmaster(folder, binaries, account);
      await postmaster.#ready(signal).catch(async (error: unknown) => {
        await postmaster.end();
        throw error;
      });
      return postmaster;
    } catch (error) {
      const log = existsSync(join(folder, "server.log"))
        ? readFileSync(join(folder, "server.log"), "utf8").trim().split("\n").slice(-2).join(" ")
        : "";
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      signal.throwIfAborted();
      const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      throw new ReportableError(
        "engine/unavailable",
        `PostgreSQL ${binaries.major} in ${binaries.folder} does not start: ${[why, log].filter((part) => part !== "").join("; ")}`,
        "Use --engine pglite.",
        { cause: error },
      );
    }
  }

  get data(): string {
    return join(this.folder, "data");
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Immediate shutdown, which ends every session, then the folder. Never rejects. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#watch.end();
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      const gone = new Promise((resolve) => this.#child.once("exit", resolve));
      this.#child.kill("SIGQUIT");
      const killer = setTimeout(() => this.#child.kill("SIGKILL"), QUIT_MS);
      await gone;
      clearTimeout(killer);
    }
    endOrphans(this.data);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    // Only now: a second Ctrl-C does not wait for what stands above.
    process.off("exit", this.#endNow);
  }

  /** This process is ending without having waited for us. */
  readonly #endNow = () => {
    this.#child.kill("SIGQUIT");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };

  async #ready(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    const file = join(this.folder, "data/postmaster.pid");
    // The last line of postmaster.pid says `ready` once connections are taken (PostgreSQL source, miscinit.c).
    while (!(existsSync(file) && readFileSync(file, "utf8").split("\n")[7]?.trim() === "ready")) {
      signal.throwIfAborted();
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new EngineLost("the server ended at once");
      if (Date.now() > deadline) throw new EngineLost("the server was not ready in time");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Fills an empty data folder; false where nothing is kept. */
export type Kept = (data: string) => boolean;

const NONE: Kept = () => false;

function restored(kept: Kept, data: string, account: ServerAccount | null): boolean {
  mkdirSync(data, { mode: 0o700 });
  const done = kept(data);
  if (account !== null) chownSync(data, account.uid, account.gid);
  return done;
}

/** SQL of strangers runs behind this: no secret of ours goes in. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };
}

async function initialize(
  { folder: bin }: ServerBinaries,
  folder: string,
  account: ServerAccount | null,
  signal: AbortSignal,
): Promise<void> {
  const args = [
    "--no-sync",
    "--auth=trust",
    `--username=${SUPERUSER}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
    `--pgdata=${join(folder, "data")}`,
  ];
  const {
    program,
    args: rest,
    identity,
  } = confined([join(bin, "initdb"), ...args], { account, deathSignal: "TERM", offline: false });
  const running = promisify(execFile)(program, rest, { cwd: folder, env: environment(), signal, ...identity });
  // An abort is told before the process is gone, which until then writes into the folder.
  const closed = running.child.pid === undefined ? null : new Promise((resolve) => running.child.once("close", resolve));
  const endNow = () => {
    running.child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once("exit", endNow);
  try {
    await running;
  } catch (error) {
    await closed;
    throw error;
  } finally {
    process.off("exit", endNow);
  }
}
