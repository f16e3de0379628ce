/** The end of a server, which its signal or its user asks for: it happens once, and whoever asks waits for that one. */
export class Ending {
  #running: Promise<void> | null = null;

  constructor(
    private readonly signal: AbortSignal,
    private readonly work: () => Promise<void>,
  ) {
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  get begun(): boolean {
    return this.#running !== null;
  }

  now(): Promise<void> {
    this.signal.removeEventListener("abort", this.#onAbort);
    this.#running ??= this.work();
    return this.#running;
  }

  /** What fails is told to the user of the server, who ends it as well and gets the same answer. */
  readonly #onAbort = () => void this.now().catch(() => undefined);
}
