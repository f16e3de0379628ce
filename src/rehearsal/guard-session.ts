import type { RunResult, Session } from "./engine.js";
import { Stopped } from "./stopped.js";

/** How long a canceled statement may take to give up before it is left alone. */
const GRACE_MS = 5_000;

/** A session that a signal ends: what runs is canceled, what follows is refused. Rejects with `Stopped`. */
export function guardSession(session: Session, signal: AbortSignal): Session {
  const guarded = <T>(work: () => Promise<T>) => guard(session, signal, work);
  return {
    backendPid: session.backendPid,
    run: (sql) => guarded(() => session.run(sql)),
    query: <Row>(sql: string, values?: readonly unknown[]) => guarded(() => session.query<Row>(sql, values)),
    copyIn: (sql, data) => guarded<RunResult>(() => session.copyIn(sql, data)),
    cancel: () => session.cancel(),
    close: () => session.close(),
  };
}

function guard<T>(session: Session, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(new Stopped(signal));
  return new Promise<T>((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined;
    const stop = () => {
      grace = setTimeout(() => reject(new Stopped(signal)), GRACE_MS);
      // A session that cannot be canceled is as good as stopped: nothing more is sent to it.
      session.cancel().catch(() => reject(new Stopped(signal)));
    };
    const settle = (finish: () => void) => {
      clearTimeout(grace);
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(new Stopped(signal));
      else finish();
    };
    signal.addEventListener("abort", stop, { once: true });
    work().then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
