import type { Socket } from "node:net";
import { farewell } from "./farewell.js";
import { askPassword } from "./handshake/ask-password.js";
import { type Greeting, greetClient } from "./handshake/greet-client.js";
import { logIn } from "./handshake/log-in.js";
import type { ScramKeys } from "./handshake/scram.js";
import { fatalError, message } from "./protocol/message.js";
import { pump } from "./pump.js";
import type { SessionRecorder } from "./record/session-recorder.js";

/** What serving a client needs of the proxy. */
export interface Host {
  readonly keys: ScramKeys;
  readonly user: string;
  readonly password: string | null;
  /** A paused socket to the target that is destroyed with the proxy. */
  connect(): Promise<Socket>;
  /** Whether that key belongs to a session of ours. */
  isKnown(key: string): boolean;
  /** @param settings of the startup message */
  record(database: string, settings: Readonly<Record<string, string>>): SessionRecorder & Disposable;
  refused(user: string): void;
}

/** Lets a client have to log in within that time, as Postgres does (`authentication_timeout`). */
const LOGIN_MS = 60_000;

type SessionGreeting = Extract<Greeting, { kind: "session" }>;

/** One connection of a client, from its first byte to its last. @throws Hangup, Malformed */
export async function serveClient(client: Socket, host: Host): Promise<void> {
  const deadline = setTimeout(() => client.destroy(), LOGIN_MS);
  try {
    const greeting = await greetClient(client);
    if (greeting.kind === "cancel") return await passCancelOn(client, greeting, host);
    // 3.0, and the minor versions that a server may negotiate (PostgreSQL manual, 55.2.1).
    if (greeting.version >> 16 !== 3) client.write(fatalError("0A000", "unsupported frontend protocol"));
    else await serveSession(client, greeting, host, () => clearTimeout(deadline));
  } finally {
    clearTimeout(deadline);
    farewell(client);
  }
}

async function serveSession(client: Socket, greeting: SessionGreeting, host: Host, onLogin: () => void): Promise<void> {
  const { version, parameters } = greeting;
  const user = parameters.get("user") ?? "";
  const database = parameters.get("database") || user;
  // Before the client's own login, since what the server negotiates has to be told first.
  const { server, negotiated, refused } = await reach(
    host,
    version,
    new Map(parameters).set("user", host.user).set("database", database),
  );
  try {
    if (negotiated !== null) client.write(negotiated);
    if (!(await askPassword(client, host.keys)) || user !== host.user) {
      host.refused(user);
      client.write(fatalError("28P01", `password authentication failed for user "${user}"`));
      return;
    }
    if (refused !== null) client.write(refused);
    if (server === null || refused !== null) return;
    client.write(message("R", 0));
    onLogin();
    using recorder = host.record(database, Object.fromEntries(parameters));
    await Promise.all([
      pump(client, server, (chunk) => recorder.client(chunk)),
      pump(server, client, (chunk) => recorder.server(chunk)).then(() => farewell(client)),
    ]);
  } finally {
    server?.destroy();
  }
}

/** A session of the target, or the error for the client why there is none. */
async function reach(host: Host, version: number, parameters: ReadonlyMap<string, string>) {
  let server: Socket | null = null;
  try {
    server = await host.connect();
    const { negotiated, refused } = await logIn(server, host, version, parameters);
    return {
      server,
      negotiated,
      refused: typeof refused === "string" ? fatalError("08004", `migration-gate: ${refused}`) : refused,
    };
  } catch (error) {
    server?.destroy();
    const why = error instanceof Error ? error.message : String(error);
    return {
      server: null,
      negotiated: null,
      refused: fatalError("08001", `migration-gate: the database cannot be reached: ${why}`),
    };
  }
}

/** Only for a session of ours. Postgres closes the connection once it has sent the signal, and clients wait for that. */
async function passCancelOn(client: Socket, { key, packet }: Extract<Greeting, { kind: "cancel" }>, host: Host): Promise<void> {
  if (!host.isKnown(key)) return;
  const server = await host.connect();
  try {
    server.write(packet);
    await pump(server, client, () => {});
  } finally {
    server.destroy();
  }
}
