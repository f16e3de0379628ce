import type { MigrationPhase } from "../model/phase.js";
import { defineChangeRule } from "./rule.js";

export const phasesOutOfOrder = defineChangeRule({
  id: "phases-out-of-order",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "A migration does not do what its declared phase says, or comes too early",
  effect:
    "The plan says expand, backfill, switch, contract, in this order, so that old and new code run beside each other. A step that takes something away under another name, or before the others, breaks that without anyone expecting it.",
  remedy: "Correct the declaration, or move what does not belong to the phase into a migration of its own.",
  source: "docs/phases.md",
  priorArt: {},

  *judge({ phases = [] }) {
    for (const [index, phase] of phases.entries()) {
      const { migration, place, declared, contradictions } = phase;
      if (declared !== null && contradictions.length > 0) {
        const does = `${contradictions.slice(0, 4).join(", ")}${contradictions.length > 4 ? ", …" : ""}`;
        yield { migration, place, evidence: "confirmed", message: `${migration} is declared as ${declared}, and ${does}.` };
      }
      const early = phases.slice(0, index).find((before) => isTooEarly(before, phase));
      if (early === undefined) continue;
      const message = `${migration} is declared as ${declared}, and runs after ${early.migration}, the contract step of the same table.`;
      yield { migration, place, evidence: "confirmed", message };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, status text, note text);",
    bad: [
      "-- migration-gate: phase expand\nALTER TABLE orders ADD COLUMN state text;\nALTER TABLE orders DROP COLUMN status;",
      "-- migration-gate: phase contract\nALTER TABLE orders ADD COLUMN state text;",
      {
        title: "filled after what it is filled from is gone",
        settled: { "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text, state text);" },
        files: {
          "000002_b.up.sql": "-- migration-gate: phase contract\nALTER TABLE orders DROP COLUMN status;",
          "000003_c.up.sql": "-- migration-gate: phase backfill\nUPDATE orders SET state = 'new' WHERE state IS NULL;",
        },
      },
    ],
    good: [
      "-- migration-gate: phase contract\nALTER TABLE orders DROP COLUMN status;",
      "-- migration-gate: phase expand\nALTER TABLE orders ADD COLUMN state text;\nCREATE INDEX orders_state_idx ON orders (state);",
      "ALTER TABLE orders ADD COLUMN state text;\nALTER TABLE orders DROP COLUMN status;",
    ],
  },
});

/** Only declared phases have an order: many a change adds to a table from which another of its migrations takes something. */
function isTooEarly(before: MigrationPhase, { declared, tables }: MigrationPhase): boolean {
  if (before.declared !== "contract" || declared === null || declared === "contract") return false;
  return tables.some((table) => before.tables.includes(table));
}
