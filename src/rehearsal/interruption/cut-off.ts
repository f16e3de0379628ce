import type { Statement } from "../../model/statement.js";
import { SqlError } from "../engine.js";
import type { OpenDatabase } from "../open-database.js";
import { readRelations } from "../relations.js";
import { beginWaitProbe } from "../wait-probe.js";

/**
 * Cancels a statement while it waits for the transactions before it, as a timeout or a lost connection would: what it has
 * committed by then stays. False where it cannot be stopped on its way.
 */
export async function cutOff(statement: Statement, open: OpenDatabase): Promise<boolean> {
  const { session, observer } = open;
  const probe = await beginWaitProbe(statement, session, observer, await readRelations(session), async () => {
    await observer.query("select pg_catalog.pg_cancel_backend($1)", [session.backendPid]);
    // The cancel is on its way; while the lock is held the statement cannot end.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  if (probe === null) return false;
  try {
    await probe.during(session.run(statement.text));
    return false;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return probe.seen();
  }
}
