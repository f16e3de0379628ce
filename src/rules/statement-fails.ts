import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";
import { worldGap } from "./world-gap.js";

export const statementFails = defineChangeRule({
  id: "statement-fails",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refused a statement",
  effect:
    "The deployment stops at this statement. What ran before it in the same transaction is undone; what was committed before stays.",
  remedy: "Mend the statement; the server's message says what it met.",
  source: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  priorArt: { atlas: ["replay"], eugene: ["trace"] },

  *judge(change, rehearsal) {
    if (rehearsal === null || rehearsal.outcome === "no-world" || rehearsal.outcome === "stopped") return;
    for (const step of rehearsal.steps) {
      if (step.phase !== "up" || step.error === null || worldGap(step.error, change, rehearsal) !== null) continue;
      const statement = statementOf(change.migrations, step.migration, "up", step.statement);
      // What we cannot read either has a finding of its own.
      if (statement?.operations.some(({ operation }) => operation.kind === "unreadable") === true) continue;
      const onData = step.error.sqlstate.startsWith("23");
      yield {
        migration: step.migration,
        statement: step.statement,
        place: statement?.place ?? startOf(step.migration),
        evidence: "observed",
        hazard: onData ? "fails-on-data" : "cannot-run",
        message: `The server refused this statement: ${step.error.message}.`,
        ...(remedyFor(step.error.sqlstate) ?? {}),
        proof: [
          `SQLSTATE ${step.error.sqlstate}`,
          step.error.detail ?? "",
          step.error.hint === null ? "" : `hint: ${step.error.hint}`,
        ]
          .filter((part) => part !== "")
          .join("; "),
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders VALUES (1, 5), (2, 5);",
    bad: ["ALTER TABLE orders ADD COLUMN total int", "ALTER TABLE orders ADD CONSTRAINT unique_total UNIQUE (total)"],
    good: ["ALTER TABLE orders ADD COLUMN note text"],
  },
});

/** What usually helps, by SQLSTATE (PostgreSQL manual, Appendix A). */
function remedyFor(sqlstate: string): { readonly remedy: string } | null {
  const remedy = REMEDIES[sqlstate];
  return remedy === undefined ? null : { remedy };
}

const EXISTS =
  "It is there already: find out which migration, or whose hand, made it. IF NOT EXISTS would leave what is there, whatever its shape.";

const REMEDIES: Readonly<Record<string, string>> = {
  "23502": "Rows that are there hold NULL: fill them in batches first.",
  "23503":
    "Rows that are there point to nothing: find them with an anti-join, mend or remove them, and add the key as NOT VALID before that so that no new ones appear.",
  "23505": "Rows that are there are duplicates: find them with GROUP BY … HAVING count(*) > 1, and merge them first.",
  "23514": "Rows that are there violate the check: mend them first; NOT VALID holds only new rows to it meanwhile.",
  "25001": "Put the statement into a migration of its own that runs outside of a transaction, as your tool marks it.",
  "2BP01":
    "Other objects depend on it, and the server names them: change or drop those first, by name. CASCADE would take them unseen.",
  "42701": EXISTS,
  "42710": EXISTS,
  "42P07": EXISTS,
  "42P01": "It does not exist at this point of the history: check the name, its schema, and the order of the migrations.",
  "42703": "It does not exist at this point of the history: check the name and the order of the migrations.",
  "55P04": "A new enum value can be used only after COMMIT: add it in a migration before this one.",
};
