import type { ServerRefusal } from "../../model/old-code.js";
import { type Session, SqlError } from "../engine.js";

/**
 * Tries something inside the open transaction and undoes it, whatever it says. Resolves with what it gave, or with what
 * the server refused.
 */
export async function attempt<T>(
  session: Session,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly refusal: ServerRefusal }> {
  await session.run("savepoint migration_gate");
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { refusal: { message: error.message, sqlstate: error.sqlstate } };
  } finally {
    await session.run("rollback to savepoint migration_gate; release savepoint migration_gate");
  }
}

/** What a refusal says of the one who asks, not of the schema: our role may lack what the application's has. */
export function saysNothing({ sqlstate }: ServerRefusal): boolean {
  const insufficientPrivilege = "42501";
  const classes = ["53", "54", "57", "58", "XX"];
  return sqlstate === insufficientPrivilege || classes.includes(sqlstate.slice(0, 2));
}
