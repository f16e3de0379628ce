import type { Rehearsal } from "../model/rehearsal.js";
import { type Change, defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const statementFails = defineChangeRule({
  id: "statement-fails",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refused a statement",
  effect: "The deployment stops at this statement. What ran before it in the same transaction is undone; what was committed before stays.",
  remedy: "Mend the statement; the server's message says what it met.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { atlas: ["replay"], eugene: ["trace"] },

  *judge(change, rehearsal) {
    if (rehearsal === null || rehearsal.outcome === "no-world" || rehearsal.outcome === "stopped") return;
    for (const step of rehearsal.steps) {
      if (step.phase !== "up" || step.error === null || isWorldsFault(change, rehearsal, step.error.sqlstate)) continue;
      // What does not parse has a finding of its own.
      if (step.error.sqlstate === "42601") continue;
      const statement = statementOf(change.migrations, step.migration, "up", step.statement);
      const onData = step.error.sqlstate.startsWith("23");
      yield {
        migration: step.migration,
        statement: step.statement,
        place: statement?.place ?? startOf(step.migration),
        evidence: "observed",
        hazard: onData ? "fails-on-data" : "cannot-run",
        message: `The server refused this statement: ${step.error.message}.`,
        proof: [`SQLSTATE ${step.error.sqlstate}`, step.error.hint === null ? "" : `hint: ${step.error.hint}`].filter((part) => part !== "").join("; "),
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders VALUES (1, 5), (2, 5);",
    bad: ["ALTER TABLE orders ADD COLUMN total int", "ALTER TABLE orders ADD CONSTRAINT unique_total UNIQUE (total)"],
    good: ["ALTER TABLE orders ADD COLUMN note text"],
  },
});

/** Objects that are missing because no history, or not all of it, was there to make them: a gap of ours, no finding. */
export function isWorldsFault({ history, base }: Change, rehearsal: Rehearsal, sqlstate: string): boolean {
  const missing = UNDEFINED.has(sqlstate);
  if (!missing) return false;
  return rehearsal.worldProblems.length > 0 || (history.settled.length === 0 && base.tables.size === 0);
}

/** undefined_table, undefined_column, undefined_object, undefined_function, invalid_schema_name, feature_not_supported (a missing extension). */
const UNDEFINED = new Set(["42P01", "42703", "42704", "42883", "3F000", "0A000"]);
