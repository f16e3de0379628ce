import type { AnswerRow } from "../../model/promise.js";
import type { StepError } from "../../model/rehearsal.js";
import { type Session, SqlError } from "../engine.js";
import { stepErrorOf } from "../step-draft.js";
import { questionSql } from "./question-sql.js";

export type Reply = { readonly rows: readonly AnswerRow[]; readonly count: number } | { readonly error: StepError };

/**
 * Asks a query in a transaction that can only read, and leaves nothing behind.
 * @param inside a transaction is open, as the migration left it: the question stands in a savepoint of its own.
 * @param preamble settings for the question alone.
 */
export async function askSession(session: Session, sql: string, inside: boolean, preamble = ""): Promise<Reply> {
  await session.run(inside ? "savepoint migration_gate_promise" : "begin");
  try {
    const { rows } = await session.run(`${preamble}${questionSql(sql)}`);
    const answer: { count: number; rows: AnswerRow[] } = JSON.parse(String(rows[0]?.["answer"]));
    return answer;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { error: stepErrorOf(error) };
  } finally {
    await session.run(
      inside ? "rollback to savepoint migration_gate_promise; release savepoint migration_gate_promise" : "rollback",
    );
  }
}
