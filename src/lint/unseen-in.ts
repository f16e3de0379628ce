import type { Unseen } from "../model/coverage.js";
import type { Operation } from "../model/operation.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import type { Change } from "../rules/rule.js";
import { statementOf } from "../rules/statement-of.js";
import { refusedByGap } from "../rules/world-gap.js";

/**
 * Statements whose meaning the text does not tell, and that nothing executed: SQL built at run time, statements that the
 * project does not model, files that were not read. What the rehearsal ran was seen.
 */
export function unseenIn(change: Change, rehearsal: Rehearsal | null): readonly Unseen[] {
  const ran = new Set(
    (rehearsal?.steps ?? [])
      .filter(({ phase, error }) => phase === "up" && error === null)
      .map(({ migration, statement }) => `${migration} ${statement}`),
  );
  const failedAt = rehearsal?.outcome === "failed";
  const unseen: Unseen[] = [];
  for (const { up } of change.migrations) {
    for (const statement of up.statements) {
      const executed = ran.has(`${statement.migration} ${statement.index}`);
      for (const { operation, place } of statement.operations) {
        const why = isOpened(operation, statement) ? null : reasonFor(operation);
        if (why !== null && (!executed || operation.kind === "psql-command")) unseen.push({ ...why, place, blocking: true });
      }
      if (rehearsal !== null && !executed && !failedAt && rehearsal.outcome === "completed" && !isCommand(statement)) {
        unseen.push({ what: "a statement", why: "it never ran in the rehearsal", place: statement.place, blocking: true });
      }
    }
  }
  const gap = rehearsal === null ? null : refusedByGap(change, rehearsal);
  if (gap !== null) {
    const place = statementOf(change.migrations, gap.step.migration, "up", gap.step.statement)?.place ?? null;
    unseen.push({ what: "a statement that the rehearsal could not run, and all after it", why: gap.why, place, blocking: true });
  }
  for (const problem of change.history.problems) {
    if (problem.kind !== "file-unreadable" && problem.kind !== "file-ignored") continue;
    unseen.push({ what: problem.file, why: problem.message, place: null, blocking: problem.kind === "file-unreadable" });
  }
  return unseen;
}

/** A called procedure whose body the history shows follows as a block of its own, which says what in it cannot be told. */
function isOpened({ kind }: Operation, { operations }: Statement): boolean {
  return kind === "call" && operations.some(({ operation }) => operation.kind === "do-block" && operation.language === "plpgsql");
}

function isCommand(statement: Change["migrations"][number]["up"]["statements"][number]): boolean {
  return statement.operations.some(({ operation }) => operation.kind === "psql-command");
}

function reasonFor(
  operation: Change["migrations"][number]["up"]["statements"][number]["operations"][number]["operation"],
): Pick<Unseen, "what" | "why"> | null {
  switch (operation.kind) {
    case "do-block":
      return operation.dynamic.length === 0
        ? null
        : { what: "a DO block", why: "it builds SQL at run time, and was not executed" };
    case "call":
      return {
        what: `the procedure ${operation.routine.name}`,
        why: "what it does is not in this file, and it was not executed",
      };
    case "other":
      return {
        what: `a statement of kind ${operation.tag}`,
        why: "it is outside what this project models, and was not executed",
      };
    case "psql-command":
      return HARMLESS.has(operation.command.replace(/^\\/u, ""))
        ? null
        : { what: `the psql command ${operation.command}`, why: "only psql can run it" };
    default:
      return null;
  }
}

/** Commands that change nothing but psql's own output. */
const HARMLESS = new Set([
  "set",
  "echo",
  "qecho",
  "warn",
  "timing",
  "pset",
  "encoding",
  "x",
  "unset",
  "t",
  "a",
  "q",
  "restrict",
  "unrestrict",
]);
