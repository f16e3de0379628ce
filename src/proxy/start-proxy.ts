import { randomBytes } from "node:crypto";
import type { Recording } from "../model/recording.js";
import { scramKeys } from "./handshake/scram.js";
import { Listener } from "./listener.js";

/** Where the recorded statements really run. */
export interface ProxyTarget {
  /** A directory is a unix socket's. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | null;
}

/** A listener of this machine that a tool takes for the server. */
export interface Proxy extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** What was recorded so far. */
  recording(): Recording;
  /** Forgets it; connections stay. */
  reset(): void;
}

export interface ProxyOptions {
  readonly signal: AbortSignal;
  /** Cap of what is remembered; the traffic goes on beyond it. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 256 * 1024 * 1024;

/** The fewest that clients accept, and PostgreSQL's own number; the password is not one to be guessed. */
const ITERATIONS = 4096;

/** Listens on loopback, passes everything on to the target, and remembers every statement. */
export async function startProxy(target: ProxyTarget, options: ProxyOptions): Promise<Proxy> {
  const { signal, maxBytes = MAX_BYTES } = options;
  signal.throwIfAborted();
  const password = randomBytes(24).toString("hex");
  const listener = new Listener(target, await scramKeys(password, randomBytes(16), ITERATIONS), maxBytes);
  const { port } = await listener.listen();
  const stop = () => void listener.close();
  signal.addEventListener("abort", stop, { once: true });
  const close = async () => {
    signal.removeEventListener("abort", stop);
    await listener.close();
  };
  if (signal.aborted) {
    await close();
    signal.throwIfAborted();
  }
  return {
    host: "127.0.0.1",
    port,
    user: target.user,
    password,
    database: target.database,
    recording: () => listener.recording(),
    reset: () => listener.reset(),
    [Symbol.asyncDispose]: close,
  };
}
