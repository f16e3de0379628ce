import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../../../src/rehearsal/engine.js";
import { endOrphans } from "../../../src/rehearsal/engines/end-orphans.js";
import { PgSession } from "../../../src/rehearsal/engines/pg-session.js";
import { serverAccount } from "../../../src/rehearsal/engines/server-account.js";
import { findServerBinaries } from "../../../src/rehearsal/engines/server-binaries.js";

const PASSWORD = "s3cret-of-postgres";

/** What a job gives as a service: a server on a port of this machine, with a password, run by somebody else. */
export class ServiceContainer {
  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(major: number, settings: readonly string[] = []): Promise<ServiceContainer> {
    const bin = findServerBinaries().find((each) => each.major === major)?.folder ?? "";
    const folder = mkdtempSync("/tmp/gate-service-");
    const account = serverAccount();
    const identity = account === null ? {} : account;
    const password = join(folder, "password");
    writeFileSync(password, PASSWORD);
    if (account !== null) for (const path of [folder, password]) chownSync(path, account.uid, account.gid);
    const data = join(folder, "data");
    const env = { PATH: process.env["PATH"], LC_ALL: "C" };
    execFileSync(
      join(bin, "initdb"),
      ["-N", "-A", "scram-sha-256", "-U", "postgres", "-E", "UTF8", "--locale=C", "--pwfile", password, "-D", data],
      { cwd: folder, env, stdio: "ignore", ...identity },
    );
    const port = await freePort();
    const options = ["fsync=off", "listen_addresses=127.0.0.1", `port=${port}`, "dynamic_shared_memory_type=mmap", ...settings];
    const args = ["-D", data, "-k", folder, ...options.flatMap((option) => ["-c", option])];
    const log = openSync(join(folder, "server.log"), "a");
    const child = spawn(join(bin, "postgres"), args, { cwd: folder, env, stdio: ["ignore", log, log], ...identity });
    closeSync(log);
    const pidFile = join(data, "postmaster.pid");
    while (!(existsSync(pidFile) && readFileSync(pidFile, "utf8").includes("ready")) && child.exitCode === null) await sleep(20);
    return new ServiceContainer(folder, port, child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get log(): string {
    return readFileSync(join(this.folder, "server.log"), "utf8");
  }

  url(database = "postgres", user = "postgres", password = PASSWORD): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** For a look from outside; as a tool of ours it does not count as another client. */
  session(database = "postgres"): Promise<Session> {
    const address = {
      host: "127.0.0.1",
      port: this.port,
      user: "postgres",
      password: PASSWORD,
      application_name: "migration-gate",
    };
    return PgSession.open({ ...address, database }, () => Promise.resolve());
  }

  async run(sql: string, database?: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const session = await this.session(database);
    try {
      return (await session.run(sql)).rows;
    } finally {
      await session.close();
    }
  }

  /** Databases, roles and sessions that are none of the server's own. */
  async holds(): Promise<readonly string[]> {
    const rows = await this.run(`select datname::text as name from pg_database where datname !~ '^(postgres|template.)$'
      union all select rolname from pg_roles where rolname !~ '^(postgres|pg_.*)$'
      union all select 'session of ' || usename from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`);
    return rows.map(({ name }) => String(name)).sort();
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, "exit");
      this.child.kill("SIGQUIT");
      await gone;
    }
    endOrphans(join(this.folder, "data"));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
