import type { StepError } from "../../model/rehearsal.js";
import { type Session, SqlError } from "../engine.js";
import { stepErrorOf } from "../step-draft.js";

/** Times as `performance.now()` gives them. */
export interface ClientRecord {
  readonly calm: readonly number[];
  readonly queries: readonly { readonly from: number; readonly until: number }[];
  readonly refused: readonly StepError[];
}

/** Refused this often in a row, a client gives up: its table is gone, or its columns are. */
const PATIENCE = 3;

/** lock_not_available */
const GAVE_UP = "55P03";

/** insufficient_privilege */
const NOT_ALLOWED = "42501";

/** One session that sends the same queries again and again, and takes the time. */
export class Client {
  readonly #calm: number[] = [];
  readonly #queries: { from: number; until: number }[] = [];
  readonly #refused = new Map<string, StepError>();
  #refusals = 0;
  #ended = false;
  #wake: (() => void) | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly session: Session,
    /** Each a message of its own, so that nothing is held while the next one waits. */
    private readonly queries: readonly string[],
    /** Run before the first query, and again after one was refused. */
    private readonly prepare: string | null,
    private readonly intervalMs: number,
  ) {}

  /** Some queries before anything is in the way. */
  async calm(count: number): Promise<void> {
    if (this.prepare !== null) await this.session.run(this.prepare).catch((error: unknown) => this.#note(error));
    for (let at = 0; at < count; at++) {
      const { from, until } = await this.#ask();
      // The first one fills the session's caches.
      if (at > 0) this.#calm.push(until - from);
    }
  }

  start(): void {
    this.#work = this.#loop();
  }

  /** Waits for the query that is under way. Never rejects. */
  async stop(): Promise<void> {
    this.#ended = true;
    this.#wake?.();
    await this.#work;
  }

  record(): ClientRecord {
    return { calm: this.#calm, queries: this.#queries, refused: [...this.#refused.values()] };
  }

  async #loop(): Promise<void> {
    while (!this.#ended && this.#refusals < PATIENCE) {
      this.#queries.push(await this.#ask());
      if (!this.#ended) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.intervalMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #ask(): Promise<{ from: number; until: number }> {
    const from = performance.now();
    while (await this.#isKeptOut()) if (this.#ended) break;
    return { from, until: performance.now() };
  }

  /** True where a lock was not granted in the time that the session allows itself: it is still waiting, and asks again. */
  async #isKeptOut(): Promise<boolean> {
    try {
      for (const query of this.queries) await this.session.run(query);
      this.#refusals = 0;
    } catch (error) {
      // A message that opened a block leaves it open when it fails.
      await this.session.run("rollback").catch(() => undefined);
      if (error instanceof SqlError && error.sqlstate === GAVE_UP) return true;
      this.#note(error);
      if (this.prepare !== null && !this.#ended) await this.session.run(this.prepare).catch(() => undefined);
    }
    return false;
  }

  #note(error: unknown): void {
    if (!(error instanceof SqlError)) {
      // The connection is gone: whoever migrates over the same server is told, and ends the rehearsal.
      this.#ended = true;
      return;
    }
    this.#refusals++;
    // A role without rights tells nothing of the change.
    if (error.sqlstate !== NOT_ALLOWED) this.#refused.set(error.sqlstate, stepErrorOf(error));
  }
}
