import pg from "pg";
import { startProxy } from "../../src/proxy/start-proxy.js";
import type { LoggingServer } from "./logging-server.js";

export type RecordingProxy = Awaited<ReturnType<typeof startProxy>>;

let databases = 0;

export interface Setup {
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** A proxy in front of an empty database of its own. */
export async function proxyFor(server: LoggingServer, { maxBytes, signal }: Setup = {}): Promise<RecordingProxy> {
  const database = `judged_${++databases}`;
  const admin = await server.connect("postgres");
  await admin.query(`create database ${database}`);
  await admin.end();
  const target = { host: server.folder, port: 5432, database, user: server.user, password: null };
  const cap = maxBytes === undefined ? {} : { maxBytes };
  return startProxy(target, { signal: signal ?? new AbortController().signal, ...cap });
}

/** A client of the proxy. A connection that breaks is told to whoever waits for a query, and to nobody else. */
export async function clientOf(proxy: RecordingProxy, options: pg.ClientConfig = {}): Promise<pg.Client> {
  const { host, port, user, password, database } = proxy;
  const client = new pg.Client({ host, port, user, password, database, application_name: "tool", ...options });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
