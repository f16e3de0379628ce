import type { Recording } from "../model/recording.js";

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
  recording(): Recording;
  reset(): void;
}

export interface ProxyOptions {
  readonly signal: AbortSignal;
  /** Cap of what is remembered; the traffic goes on beyond it. */
  readonly maxBytes?: number;
}

/** Listens on loopback, passes everything on to the target, and remembers every statement. */
export function startProxy(target: ProxyTarget, options: ProxyOptions): Promise<Proxy> {
  options.signal.throwIfAborted();
  return Promise.reject(new Error(`no proxy yet for ${target.database}`));
}
