import type { TransactionShape } from "../model/migration.js";
import type { ReadScript, Statement } from "../model/statement.js";

/** Where a statement stands in the transactions of its script's run. */
export interface Standing {
  readonly statement: Statement;
  /** Would it run inside a transaction block? */
  readonly inTransaction: boolean;
  /** Equal for statements of one transaction. */
  readonly transaction: number;
  /** True when the locks taken so far are released after it. */
  readonly ends: boolean;
}

/**
 * Follows BEGIN and COMMIT, the tool's own wrapping, and the implicit transaction of a message with several statements,
 * over all scripts of one run.
 */
export function standingsOf(scripts: readonly ReadScript[]): readonly Standing[] {
  const standings: Standing[] = [];
  let transaction = 0;
  let open = false;
  for (const script of scripts) {
    if (opensAround(script.transaction)) open = true;
    for (const [position, statement] of script.statements.entries()) {
      const boundary = boundaryOf(statement);
      if (boundary === "begin") open = true;
      const implicit = !open && isPartOfMessage(script, position);
      const inTransaction = (open || implicit) && boundary !== "begin";
      const ends = boundary === "end" || !(open || (implicit && !isLastOfMessage(script, position)));
      standings.push({ statement, inTransaction, transaction, ends });
      if (boundary === "end") open = false;
      if (ends) transaction++;
    }
    if (script.transaction !== "all") {
      open = false;
      transaction++;
    }
  }
  return standings;
}

function opensAround(shape: TransactionShape): boolean {
  return shape === "file" || shape === "all";
}

function boundaryOf(statement: Statement): "begin" | "end" | null {
  for (const { operation, inside } of statement.operations) {
    if (operation.kind !== "transaction" || inside !== "statement") continue;
    if (operation.action === "begin") return "begin";
    if (operation.action === "commit" || operation.action === "rollback") return operation.chain ? null : "end";
  }
  return null;
}

/** PostgreSQL manual, 55.2.2.1: only a message of several statements has an implicit transaction. */
function isPartOfMessage({ statements }: ReadScript, position: number): boolean {
  const piece = statements[position]?.piece;
  return statements[position - 1]?.piece === piece || statements[position + 1]?.piece === piece;
}

function isLastOfMessage({ statements }: ReadScript, position: number): boolean {
  return statements[position + 1]?.piece !== statements[position]?.piece;
}
