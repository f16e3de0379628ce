import type { Severity } from "../model/finding.js";
import type { SchemaDifference } from "../model/rehearsal.js";
import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";
import { wayBackOnPaper } from "./way-back-on-paper.js";

export const rollbackDrift = defineChangeRule({
  id: "rollback-drift",
  hazard: "no-way-back",
  severity: "warning",
  title: "The way back leaves a different schema",
  effect:
    "After going forward and back the schema is not what it was: the next migration meets a database that no test has seen.",
  remedy: "Let the down file restore what is named here, or drop what it leaves.",
  source: "rehearsal: the catalog before and after, object by object",
  priorArt: {},

  *judge(change, rehearsal) {
    const { migrations } = change;
    const [first] = migrations;
    const where = {
      migration: first?.id ?? null,
      direction: "down",
      place: startOf(first?.down?.file ?? first?.up.file ?? ""),
    } as const;
    if (rehearsal === null) {
      const paper = wayBackOnPaper(change);
      if (paper.length > 0) yield { ...where, ...judged(paper), evidence: "predicted" };
      return;
    }
    const { rollback } = rehearsal;
    if (rollback.status !== "drift") return;
    yield { ...where, ...judged(rollback.differences.filter(({ kind }) => kind !== "column order")), evidence: "observed" };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40));",
    bad: [
      {
        up: "ALTER TABLE orders ALTER COLUMN note TYPE text",
        down: "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note varchar(40)",
      },
      {
        title: "a table that was there before",
        up: "CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY)",
        down: "DROP TABLE orders",
      },
      {
        title: "one of two columns",
        up: "ALTER TABLE orders ADD COLUMN state text, ADD COLUMN kind text",
        down: "ALTER TABLE orders DROP COLUMN state",
      },
    ],
    good: [
      {
        up: "CREATE INDEX CONCURRENTLY orders_note ON orders (note)",
        down: "DROP INDEX CONCURRENTLY orders_note",
        transaction: "statement",
      },
    ],
  },
});

const SHOWN = 4;

/** Code of before, to which people go back, fails on what is gone; what is left over, or differs, waits for the next migration. */
function judged(differences: readonly SchemaDifference[]): { readonly severity: Severity; readonly message: string } {
  const breaks = differences.some(({ kind, after }) => after === null && OF_QUERIES.has(kind));
  const told = differences.map(
    ({ kind, object, before, after }) =>
      `${kind} ${object} ${after === null ? "is gone" : before === null ? "is left" : "is different"}`,
  );
  const more = told.length > SHOWN ? ` and ${told.length - SHOWN} more` : "";
  const message =
    told.length === 0
      ? "Going back leaves rows that were not there before."
      : `Going back leaves a different schema: ${told.slice(0, SHOWN).join("; ")}${more}.`;
  return { severity: breaks ? "error" : "warning", message };
}

const OF_QUERIES: ReadonlySet<string> = new Set(["table", "column", "view", "materialized view", "function", "sequence"]);
