import type { RunResult } from "../engine.js";
import { shortened } from "./shortened.js";

/** More nobody reads. */
const MOST = 500;
const MOST_CHARACTERS = 256 * 1024;

/** What a server tells beside its answer: the first of it, since SQL may raise any number of notices. */
export class Notices {
  readonly #kept: { readonly severity: string; readonly message: string }[] = [];
  #characters = 0;
  #dropped = 0;

  add(severity: string, text: string): void {
    if (this.#kept.length >= MOST || this.#characters >= MOST_CHARACTERS) {
      this.#dropped++;
      return;
    }
    const message = shortened(text);
    this.#characters += message.length;
    this.#kept.push({ severity, message });
  }

  get all(): RunResult["notices"] {
    if (this.#dropped === 0) return this.#kept;
    return [...this.#kept, { severity: "WARNING", message: `${this.#dropped} more notices were dropped.` }];
  }
}
