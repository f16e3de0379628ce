import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { Postmaster, SUPERUSER } from "../../src/rehearsal/engines/postmaster.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";

/** A statement as the server wrote it into its log. */
export interface LoggedStatement {
  readonly pid: number;
  readonly sql: string;
}

/** A private server that logs every statement. */
export interface LoggingServer extends AsyncDisposable {
  readonly folder: string;
  readonly major: number;
  readonly user: string;
  /** Around the proxy. */
  connect(database: string): Promise<pg.Client>;
  /** What was logged of the sessions of that application name. */
  logged(application: string): readonly LoggedStatement[];
  /** Puts lines in front of the rules on who may log in, and how. */
  demand(rules: string): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

export const majors: readonly number[] = [...new Set(findServerBinaries().map(({ major }) => major))];

export async function startLoggingServer(major = majors[0]): Promise<LoggingServer> {
  const binaries = findServerBinaries().find((found) => found.major === major);
  if (binaries === undefined) throw new Error("These tests need the server binaries of PostgreSQL.");
  const postmaster = await Postmaster.start(binaries, new AbortController().signal);
  const { folder } = postmaster;
  const connect = async (database: string) => {
    const client = new pg.Client({ host: folder, port: 5432, database, user: SUPERUSER, application_name: "around" });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const reload = async (statements: readonly string[]) => {
    const admin = await connect("postgres");
    for (const statement of statements) await admin.query(statement);
    await admin.query("select pg_reload_conf(), pg_sleep(0.2)");
    await admin.end();
  };
  await reload(["alter system set log_statement = 'all'", "alter system set log_line_prefix = '%p|%a|'"]);
  return {
    folder,
    major: binaries.major,
    user: SUPERUSER,
    connect,
    logged: (application) => readLog(readFileSync(join(folder, "server.log"), "utf8"), application),
    demand: async (rules) => {
      const file = join(folder, "data/pg_hba.conf");
      writeFileSync(file, `${rules}\n${readFileSync(file, "utf8")}`);
      await reload([]);
    },
    kill: () => postmaster.end(),
    [Symbol.asyncDispose]: () => postmaster.end(),
  };
}

/** A line that goes on begins with a tab (PostgreSQL source, elog.c). */
function readLog(log: string, application: string): LoggedStatement[] {
  const lines = log.replaceAll("\n\t", "\u0000").split("\n");
  return lines.flatMap((line) => {
    const found = /^(\d+)\|(.*?)\|LOG: {2}(?:statement|execute [^:]*): (.*)$/su.exec(line);
    if (found === null || found[2] !== application) return [];
    return [{ pid: Number(found[1]), sql: (found[3] ?? "").replaceAll("\u0000", "\n") }];
  });
}
