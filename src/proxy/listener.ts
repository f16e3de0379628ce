import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Recording } from "../model/recording.js";
import type { ScramKeys } from "./handshake/scram.js";
import { connected, openSocket } from "./open-socket.js";
import { Malformed } from "./protocol/malformed.js";
import { Hangup } from "./protocol/read-socket.js";
import { Journal } from "./record/journal.js";
import { SessionRecorder } from "./record/session-recorder.js";
import { type Host, serveClient } from "./serve-client.js";
import type { ProxyTarget } from "./start-proxy.js";

/** Takes clients in, and ends all that it opened. */
export class Listener {
  readonly #server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => this.#serve(client));
  readonly #sockets = new Set<Socket>();
  readonly #keys = new Set<string>();
  readonly #sessions = new Set<SessionRecorder>();
  readonly #journal: Journal;
  readonly #host: Host;
  #closing: Promise<void> | null = null;
  #count = 0;

  constructor(
    private readonly target: ProxyTarget,
    keys: ScramKeys,
    maxBytes: number,
  ) {
    this.#journal = new Journal(target.database, maxBytes);
    this.#host = {
      keys,
      user: target.user,
      password: target.password,
      connect: () => this.#connect(),
      isKnown: (key) => this.#keys.has(key),
      record: (database, settings) => this.#record(database, settings),
      refused: (user) => this.#journal.say(`A client was refused, which asked for the role \`${user}\` or had another password.`),
    };
  }

  listen(): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => resolve(this.#server.address() as AddressInfo));
    });
  }

  recording(): Recording {
    return this.#journal.recording([...this.#sessions].flatMap((session) => session.pending()));
  }

  reset(): void {
    if (this.#sessions.size === 0) this.#count = 0;
    this.#journal.reset([...this.#sessions].map(({ session }) => session));
    for (const session of this.#sessions) session.repeat();
  }

  /** Ends every connection, and resolves when all are gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    const gone = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...gone]);
  }

  #serve(client: Socket): void {
    this.#adopt(client);
    serveClient(client, this.#host).catch((error: unknown) => {
      // Whoever speaks no protocol at all, or goes away while logging in, has run nothing.
      if (error instanceof Malformed || error instanceof Hangup) client.destroy();
      else if (this.#closing === null) {
        this.#journal.say(`A connection failed: ${error instanceof Error ? error.message : String(error)}`);
        client.destroy();
      }
    });
  }

  async #connect(): Promise<Socket> {
    const socket = openSocket(this.target);
    this.#adopt(socket);
    await connected(socket);
    return socket;
  }

  /** An error is always followed by `close`, which is what ends the pumping. */
  #adopt(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
    if (this.#closing !== null) socket.destroy();
  }

  #record(database: string, settings: Readonly<Record<string, string>>): SessionRecorder & Disposable {
    let own: string | null = null;
    const session = { number: ++this.#count, database, settings };
    const recorder = new SessionRecorder(session, this.#journal, (key) => {
      own = key;
      this.#keys.add(key);
    });
    this.#journal.open(session);
    this.#sessions.add(recorder);
    return Object.assign(recorder, {
      [Symbol.dispose]: () => {
        if (own !== null) this.#keys.delete(own);
        this.#sessions.delete(recorder);
        recorder.end();
      },
    });
  }
}
