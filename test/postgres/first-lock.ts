import type { Session } from "../../src/rehearsal/engine.js";
import { SqlError } from "../../src/rehearsal/engine.js";

/**
 * The first lock that a statement asks for on a table, for statements that refuse a transaction block: `holder` stands
 * in the way of all but readers, the statement queues, its request is read, and everything is let go.
 */
export async function firstLock(
  session: Session,
  holder: Session,
  observer: Session,
  sql: string,
  table: string,
): Promise<string> {
  await holder.run("BEGIN");
  await holder.run(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const running = session.run(sql);
  try {
    return await awaitedMode(session, observer, table);
  } finally {
    await holder.run("ROLLBACK");
    await running;
  }
}

async function awaitedMode(session: Session, observer: Session, table: string): Promise<string> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await observer.query<{ mode: string }>(
      "SELECT mode FROM pg_locks WHERE pid = $1 AND NOT granted AND relation = $2::regclass",
      [session.backendPid, table],
    );
    if (row !== undefined) return row.mode;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The statement never waited for ${table}.`);
}

/** Does the statement refuse to run between BEGIN and COMMIT (25001 active_sql_transaction)? */
export async function refusesTransaction(session: Session, sql: string): Promise<boolean> {
  await session.run("BEGIN");
  try {
    await session.run(sql);
    return false;
  } catch (error) {
    if (error instanceof SqlError) return error.sqlstate === "25001";
    throw error;
  } finally {
    await session.run("ROLLBACK");
  }
}
