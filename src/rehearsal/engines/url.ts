import { ReportableError } from "../../errors.js";
import { type Engine, EngineLost, type EngineOptions, type Server, type Session, SqlError } from "../engine.js";
import { looksDisposable, managedService } from "./looks-disposable.js";
import { PgSession } from "./pg-session.js";
import { readServerAddress, type ServerAddress } from "./server-address.js";
import { readServerFacts } from "./server-facts.js";
import { readServerLogin, type ServerLogin } from "./server-login.js";
import { sweepScratch } from "./sweep-scratch.js";
import { UrlServer } from "./url-server.js";

/** A server that a URL names: scratch databases on a service container, or a clone that may be used up. */
export const url: Engine = {
  id: "url",
  start: async (options) => {
    const { databaseUrl, disposable = false, signal } = options;
    signal.throwIfAborted();
    if (databaseUrl === null) {
      throw new ReportableError(
        "engine/unavailable",
        "the engine `url` needs to know its server",
        "Give --database-url with a service container, or use --engine auto.",
      );
    }
    const address = readServerAddress(databaseUrl);
    if (!disposable) refuse(managedService(address.host));
    try {
      return await startUrl(address, options);
    } catch (error) {
      signal.throwIfAborted();
      throw unusable(error, address);
    }
  },
};

async function startUrl(address: ServerAddress, { major, disposable = false, signal }: EngineOptions): Promise<Server> {
  const admin = await open(address, address.database, signal);
  // Until there is a server that ends with the signal, only this session has to.
  const giveUp = () => void admin.close();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const login = await readServerLogin(admin);
    check(login, major, disposable);
    if (!disposable) {
      refuse(looksDisposable(await readServerFacts(address.host, admin, (database) => open(address, database, signal))));
      await sweepScratch(admin);
    }
    signal.removeEventListener("abort", giveUp);
    return await startServer(new UrlServer(address, admin, login, disposable, signal), signal);
  } catch (error) {
    await admin.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function startServer(server: UrlServer, signal: AbortSignal): Promise<Server> {
  try {
    await server.makeRole();
    signal.throwIfAborted();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

function open({ config }: ServerAddress, database: string, signal: AbortSignal): Promise<Session> {
  return PgSession.open({ ...config, database }, () => Promise.resolve(), { signal });
}

function check(login: ServerLogin, major: number | null, disposable: boolean): void {
  const found = Math.floor(login.versionNumber / 10_000);
  if (major !== null && found !== major) {
    throw new ReportableError(
      "engine/wrong-version",
      `the server of the database URL is PostgreSQL ${login.version}, not ${major}`,
      `Use a server of PostgreSQL ${major}, or --postgres-version ${found}.`,
    );
  }
  if (login.inRecovery) {
    throw new ReportableError("engine/not-disposable", "the server is a standby of another one", SCRATCH_HINT);
  }
  if (!disposable && !login.createDatabase) {
    throw new ReportableError(
      "engine/unavailable",
      `the role \`${login.user}\` of the database URL may not create databases`,
      `Give it CREATEDB; or, when the database itself is a clone that may be used up, add --disposable.`,
    );
  }
}

const SCRATCH_HINT =
  "Use a service container of its own; or, when the database that the URL names is a clone that may be used up, add --disposable.";

function refuse(reason: string | null): void {
  if (reason !== null) throw new ReportableError("engine/not-disposable", `this is no scratch server: ${reason}`, SCRATCH_HINT);
}

/** Why a server cannot be used, without the password. */
function unusable(error: unknown, { host, port, conceal }: ServerAddress): unknown {
  if (!(error instanceof SqlError || error instanceof EngineLost)) return error;
  return new ReportableError(
    "engine/unavailable",
    conceal(`the server at ${host}:${port} cannot be used: ${error.message}`),
    "Check that the server runs, and the role, password and sslmode of --database-url.",
  );
}
