import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

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

  *judge({ migrations }, rehearsal) {
    const rollback = rehearsal?.rollback;
    if (rollback?.status !== "drift") return;
    const differences = rollback.differences.filter(({ kind }) => kind !== "column order");
    const shown = differences
      .slice(0, 4)
      .map(
        ({ kind, object, before, after }) =>
          `${kind} ${object} ${after === null ? "is gone" : before === null ? "is left" : "is different"}`,
      );
    const more = differences.length > shown.length ? ` and ${differences.length - shown.length} more` : "";
    const [first] = migrations;
    yield {
      migration: first?.id ?? null,
      direction: "down",
      place: startOf(first?.down?.file ?? first?.up.file ?? ""),
      evidence: "observed",
      message:
        differences.length === 0
          ? "Going back leaves rows that were not there before."
          : `Going back leaves a different schema: ${shown.join("; ")}${more}.`,
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40));",
    bad: [
      {
        up: "ALTER TABLE orders ALTER COLUMN note TYPE text",
        down: "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note varchar(40)",
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
