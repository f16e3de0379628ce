import { EngineLost } from "../engine.js";
import type { PgliteProcess } from "./pglite-process.js";

/** The time that one database has a process, which another may get after it: what is late must not reach that one. */
export class PgliteTenancy {
  readonly pid: number;
  #process: PgliteProcess | null;

  constructor(process: PgliteProcess) {
    this.#process = process;
    this.pid = process.pid;
  }

  /** @throws EngineLost after the end. */
  get process(): PgliteProcess {
    if (this.#process === null) throw new EngineLost("the database has ended");
    return this.#process;
  }

  get isOver(): boolean {
    return this.#process === null;
  }

  /** Whether it had not ended yet. */
  end(): boolean {
    const wasHeld = this.#process !== null;
    this.#process = null;
    return wasHeld;
  }
}
