/** The rehearsal was ended from outside: the time limit, or a signal. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(signal: AbortSignal) {
    super(reasonOf(signal.reason));
  }
}

function reasonOf(reason: unknown): string {
  if (reason instanceof Error && reason.name === "TimeoutError") return "The rehearsal reached its time limit.";
  return "The rehearsal was stopped from outside.";
}

/** Rejects with `Stopped` as soon as the signal is given; what comes of the work then is nobody's any more. */
export function untilStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(new Stopped(signal));
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new Stopped(signal));
    signal.addEventListener("abort", stop, { once: true });
    work()
      .then(resolve, (error: unknown) => reject(signal.aborted ? new Stopped(signal) : error))
      .finally(() => signal.removeEventListener("abort", stop));
  });
}
