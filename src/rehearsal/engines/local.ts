import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ReportableError } from "../../errors.js";
import { type Database, type Engine, EngineLost, type RunResult, type Server, type Session, SqlError, type Template } from "../engine.js";

const SUPERUSER = "migration_gate";
const OWNER = "gate_owner";

export const local: Engine = {
  id: "local",
  async start({ major, signal }) {
    const found = binaries();
    const wanted = found.filter((one) => major === null || one.major === major).sort((a, b) => b.major - a.major)[0];
    if (wanted === undefined) throw new ReportableError("engine/unavailable", "no server binaries were found", "Use --engine pglite.");
    signal.throwIfAborted();
    return LocalServer.start(wanted.bin);
  },
};

function binaries() {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((name) => (existsSync(join(root, name, "bin/postgres")) ? [{ major: Number(name), bin: join(root, name, "bin") }] : []));
}

class LocalServer implements Server {
  readonly engineId = "local";
  readonly abilities = { secondSession: true, cancel: true, cannotSee: ["your traffic, replicas and autovacuum"] };
  version = "";
  versionNumber = 0;
  description = "";
  private count = 0;
  private constructor(private readonly folder: string, private readonly child: ChildProcess) {}

  static async start(bin: string): Promise<LocalServer> {
    const folder = mkdtempSync(join(tmpdir(), "mg-"));
    const root = process.getuid?.() === 0;
    const uid = root ? Number(execFileSync("id", ["-u", "postgres"]).toString()) : undefined;
    const gid = root ? Number(execFileSync("id", ["-g", "postgres"]).toString()) : undefined;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const account = uid === undefined || gid === undefined ? {} : { uid, gid };
    const env = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", TZ: "UTC" };
    const init = spawnSync(join(bin, "initdb"), ["--no-sync", "-A", "trust", "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "-D", join(folder, "data")], { ...account, env, cwd: folder });
    if (init.status !== 0) throw new Error(`initdb: ${init.stderr.toString()}`);
    const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off", listen_addresses: "", max_connections: "40", jit: "off", timezone: "UTC" };
    const child = spawn(join(bin, "postgres"), ["-D", join(folder, "data"), "-k", folder, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])], { ...account, env, cwd: folder, stdio: "ignore" });
    const server = new LocalServer(folder, child);
    for (let i = 0; ; i++) {
      try {
        const s = await server.connect("postgres", SUPERUSER);
        const [row] = await s.query<{ n: string; v: string }>("select current_setting('server_version_num') n, current_setting('server_version') v");
        server.versionNumber = Number(row?.n);
        server.version = (row?.v ?? "").split(" ")[0] ?? "";
        server.description = `PostgreSQL ${server.version} of this machine`;
        await s.run(`create role ${OWNER} login ${server.versionNumber >= 160000 ? "createrole" : ""}; create role postgres nologin; grant postgres to ${OWNER}`);
        await s.close();
        return server;
      } catch (error) {
        if (i > 200) throw error;
        await new Promise((r) => setTimeout(r, 25));
      }
    }
  }

  async connect(database: string, user: string): Promise<Session> {
    const client = new pg.Client({ host: this.folder, port: 5432, user, database });
    client.on("error", () => undefined);
    await client.connect();
    return new PgSession(client, () => this.connect("postgres", SUPERUSER));
  }

  async database(template?: Template): Promise<Database> {
    const name = `rehearsal_${++this.count}`;
    const s = await this.connect("postgres", SUPERUSER);
    await s.run(`create database ${name} owner ${OWNER}${template === undefined ? "" : ` template ${template.id}`}`);
    await s.close();
    const sessions: Session[] = [];
    const open = async (user: string) => {
      const session = await this.connect(name, user);
      sessions.push(session);
      return session;
    };
    if (template === undefined) {
      const o = await this.connect(name, SUPERUSER);
      await o.run(`alter schema public owner to ${OWNER}`);
      await o.close();
    }
    const closeAll = async () => {
      for (const session of sessions.splice(0)) await session.close();
    };
    return {
      name,
      connect: () => open(OWNER),
      connectAsObserver: () => open(SUPERUSER),
      freeze: async () => {
        await closeAll();
        return { id: name };
      },
      drop: async () => {
        await closeAll();
        const admin = await this.connect("postgres", SUPERUSER);
        await admin.run(`drop database if exists ${name} with (force)`);
        await admin.close();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((r) => this.child.on("exit", r));
    this.child.kill("SIGINT");
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class PgSession implements Session {
  backendPid: number;
  private notices: { severity: string; message: string }[] = [];
  constructor(private readonly client: pg.Client, private readonly admin: () => Promise<Session>) {
    this.backendPid = (client as unknown as { processID: number }).processID;
    client.on("notice", (n) => this.notices.push({ severity: n.severity ?? "", message: n.message ?? "" }));
  }
  async run(sql: string): Promise<RunResult> {
    this.notices = [];
    try {
      const result = (await this.client.query(sql)) as unknown as pg.QueryResult | pg.QueryResult[];
      const all = Array.isArray(result) ? result : [result];
      const rowsChanged = all.reduce((sum, r) => sum + (/^(INSERT|UPDATE|DELETE|MERGE|COPY)$/u.test(r.command) ? (r.rowCount ?? 0) : 0), 0);
      return { rows: all.at(-1)?.rows ?? [], rowsChanged, notices: this.notices };
    } catch (error) {
      throw this.explain(error);
    }
  }
  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    try {
      return (await this.client.query(sql, [...values])).rows as Row[];
    } catch (error) {
      throw this.explain(error);
    }
  }
  copyIn(): Promise<RunResult> {
    return Promise.reject(new Error("not yet"));
  }
  async cancel(): Promise<void> {
    const s = await this.admin();
    await s.query("select pg_cancel_backend($1)", [this.backendPid]);
    await s.close();
  }
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
  private explain(error: unknown): Error {
    if (error instanceof pg.DatabaseError && error.code !== undefined && !/^(57P0[123])$/u.test(error.code)) {
      return new SqlError(error.message, error.code, error.detail ?? null, error.hint ?? null, error.position === undefined ? null : Number(error.position), this.notices);
    }
    return new EngineLost(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
