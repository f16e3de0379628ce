import type { RunnableScript } from "../model/statement.js";
import { type Session, SqlError } from "./engine.js";
import type { Failure } from "./failure.js";
import { playScripts, type Skip } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import type { RunnableStatement } from "./runner.js";
import { natureOf } from "./statement-nature.js";

/** Statements that travel in one message where nothing speaks against it. */
const BATCH = 200;

/** Runs one script without watching it, in its tool's shape and in few messages. */
export async function runScript(script: RunnableScript, session: Session, skip: Skip): Promise<Failure | null> {
  const statements = script.statements.filter(({ text }) => skip(text) === null && natureOf(text).kind !== "psql");
  const whole = { ...script, statements };
  const quick = script.transaction === "statement" ? null : wholeMessage(whole);
  if (quick !== null && (await succeeds(session, quick))) return null;
  const play = (part: readonly RunnableStatement[]) =>
    playScripts([{ ...whole, statements: part }], new QuietRunner(session), skip);
  if (script.transaction !== "statement") return play(statements);
  for (const batch of batchesOf(statements)) {
    // The statements of a batch that fails are run again one by one: those before the failing one stay.
    if (batch.length > 1 && batch.every(isPlain) && (await succeeds(session, joined(["begin", ...texts(batch), "commit"]))))
      continue;
    const failure = await play(batch);
    if (failure !== null) return failure;
  }
  return null;
}

/** The script as one message, where that means the same; null where statements have to be sent one by one. */
function wholeMessage({ transaction, statements }: RunnableScript): string | null {
  if (!statements.every(isPlain)) return null;
  const single = statements.length === 1;
  if (transaction === "implicit") {
    const oneMessage = statements.every(({ piece }) => piece === statements[0]?.piece);
    return oneMessage && !single ? joined(texts(statements)) : null;
  }
  return joined(["begin", ...texts(statements), "commit"]);
}

/** Runs of statements that may share a transaction; one that speaks of transactions stands alone, and a block stays whole. */
function batchesOf(statements: readonly RunnableStatement[]): RunnableStatement[][] {
  // Once a script opens transactions of its own, only the order in which it was written is safe.
  if (statements.some(({ text }) => natureOf(text).kind === "begin")) return statements.length === 0 ? [] : [[...statements]];
  const batches: RunnableStatement[][] = [];
  let open: RunnableStatement[] | null = null;
  for (const statement of statements) {
    if (!isPlain(statement)) {
      batches.push([statement]);
      open = null;
    } else if (open === null || open.length >= BATCH) {
      open = [statement];
      batches.push(open);
    } else open.push(statement);
  }
  return batches;
}

function isPlain({ text, copyData }: RunnableStatement): boolean {
  const { kind } = natureOf(text);
  return copyData === null && (kind === "plain" || kind === "session");
}

/** False after an error, with everything undone. */
async function succeeds(session: Session, message: string): Promise<boolean> {
  try {
    await session.run(message);
    return true;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    await session.run("rollback");
    return false;
  }
}

function texts(statements: readonly RunnableStatement[]): string[] {
  return statements.map(({ text }) => text);
}

/** A statement may end in a line comment, so its semicolon stands on the next line. */
function joined(statements: readonly string[]): string {
  return statements.join("\n;\n");
}
