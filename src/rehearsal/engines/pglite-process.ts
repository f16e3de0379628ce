import { type ChildProcess, fork } from "node:child_process";
import { EngineLost, SqlError, type SqlSubject } from "../engine.js";
import type { PgliteAssets } from "./pglite-assets.js";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: {
    readonly message: string;
    readonly code: string | null;
    readonly detail: string | null;
    readonly hint: string | null;
    readonly position: number | null;
    readonly subject: SqlSubject;
    readonly notices: readonly { severity: string; message: string }[];
  };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Embedded servers in a child process, one after the other. Requests are answered in order; ending the process is the only way
 * to cancel.
 */
export class PgliteProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #gone: string | null = null;

  constructor(private readonly assets: PgliteAssets) {
    // Nothing of our environment: the SQL in there is a stranger's.
    this.#child = fork(assets.child, {
      env: { TZ: "UTC" },
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#child.on("message", (answer) => this.#settle(answer as Answer));
    this.#child.on("error", (error) => this.#lost(error.message));
    this.#child.on("exit", (code, signal) => this.#lost(whyItEnded(code, signal)));
    process.once("exit", this.#kill);
  }

  /** Opens a database from a data directory; `signal` ends the process while it does. @throws EngineLost, the process ended */
  async open(dump: Uint8Array, compressed: boolean, signal: AbortSignal): Promise<this> {
    const { module, contrib } = this.assets;
    signal.addEventListener("abort", this.#kill);
    try {
      signal.throwIfAborted();
      await this.request("open", { module, contrib, dump, compressed });
      signal.throwIfAborted();
      return this;
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      signal.removeEventListener("abort", this.#kill);
    }
  }

  /** Whether the database ended in order, so that another can be opened; never where a statement still runs. */
  async close(): Promise<boolean> {
    if (this.#gone !== null || this.#waiting.size > 0) return false;
    try {
      await this.request("close");
      return true;
    } catch {
      // Whatever it was, the caller ends the process.
      return false;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  request(op: string, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(new EngineLost(this.#gone));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, op, ...values }, (error) => {
        if (error !== null) this.#lost(error.message);
      });
    });
  }

  /** Ends the process, whatever it is doing, and waits until it is gone. */
  async end(): Promise<void> {
    process.off("exit", this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await gone;
  }

  readonly #kill = () => this.#child.kill("SIGKILL");

  #settle({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else if (error.code !== null && /^[0-9A-Z]{5}$/u.test(error.code))
      waiting?.reject(
        new SqlError(error.message, error.code, error.detail, error.hint, error.position, error.notices, error.subject),
      );
    else waiting?.reject(new EngineLost(`the embedded server failed: ${error.message}`));
  }

  #lost(why: string): void {
    this.#gone ??= why;
    for (const { reject } of this.#waiting.values()) reject(new EngineLost(this.#gone));
    this.#waiting.clear();
  }
}

function whyItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 70) return "the embedded server died of the last statement";
  if (code === 71)
    return "the SQL took the superuser's rights inside of the embedded engine and changed what belongs to Postgres, so that its answers prove nothing; use --engine local";
  // Its own watchdog's sign (child.mjs).
  if (signal === "SIGUSR2")
    return "the embedded server took more memory than a rehearsal may, where its tables and files are too";
  return `its process ended (${signal ?? code})`;
}
