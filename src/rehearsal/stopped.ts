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
