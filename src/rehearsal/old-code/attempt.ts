import type { ServerRefusal } from "../../model/old-code.js";
import { type RunResult, type Session, SqlError } from "../engine.js";

export type Attempted<T> = { readonly value: T } | { readonly refusal: ServerRefusal };

/** A transaction that is undone at its end, with a point in it that every attempt goes back to. */
export async function undone<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.run("begin; savepoint migration_gate");
  try {
    return await work();
  } finally {
    await session.run("rollback");
  }
}

/**
 * Tries SQL inside `undone` and undoes it, whatever the server says. Resolves with the rows of its last statement, or
 * with what was refused.
 */
export async function attempt(session: Session, sql: string): Promise<Attempted<RunResult["rows"]>> {
  try {
    return { value: (await session.run(sql)).rows };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { refusal: { message: error.message, sqlstate: error.sqlstate } };
  } finally {
    await session.run("rollback to savepoint migration_gate");
  }
}

/** What a refusal says of the one who asks, not of the schema: our role may lack what the application's has. */
export function saysNothing({ sqlstate }: ServerRefusal): boolean {
  const insufficientPrivilege = "42501";
  const classes = ["53", "54", "57", "58", "XX"];
  return sqlstate === insufficientPrivilege || classes.includes(sqlstate.slice(0, 2));
}
