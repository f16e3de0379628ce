import type { RowDifference } from "../model/rehearsal.js";
import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const rollbackLosesData = defineChangeRule({
  id: "rollback-loses-data",
  hazard: "no-way-back",
  severity: "error",
  title: "The way back does not bring the data back",
  effect:
    "After going forward and back, rows or values that were there before are gone or changed. Rolling back the release does not undo the migration.",
  remedy:
    "Save what the migration removes (a table beside it, a renamed column) and let the down file restore it; or declare the point of no return in the file.",
  source: "rehearsal: row counts and a checksum of each column, before and after",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const rollback = rehearsal?.rollback;
    const [first] = migrations.toReversed().filter(({ down }) => down !== null && down.statements.length > 0);
    if (rollback === undefined || first?.down == null) return;
    const where = { migration: first.id, direction: "down", place: startOf(first.down.file), evidence: "observed" } as const;
    if (rollback.status === "data-loss") {
      yield {
        ...where,
        message: `Going back does not bring the data back: ${rollback.rows.slice(0, 5).map(lossOf).join("; ")}.`,
        proof: `${rollback.rowsLost.toLocaleString("en-US")} rows and ${rollback.valuesLost.toLocaleString("en-US")} values lost`,
      };
    } else if (rollback.status !== "fails" && rollback.destroys.length > 0) {
      // What the change itself put there comes back when it is applied again; what was written since does not.
      const filled = rollback.destroys.some((what) => !what.startsWith("every row written since"));
      yield {
        ...where,
        severity: filled ? "warning" : "info",
        message: `Rolling back destroys ${rollback.destroys.join("; ")}.`,
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text); INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 200) n;",
    bad: [
      { up: "ALTER TABLE orders DROP COLUMN note", down: "ALTER TABLE orders ADD COLUMN note text" },
      {
        title: "rows that the change put there",
        up: "CREATE TABLE plans (id int); INSERT INTO plans VALUES (1), (2)",
        down: "DROP TABLE plans",
      },
      { title: "rows that are written after the release", up: "CREATE TABLE plans (id int)", down: "DROP TABLE plans" },
    ],
    good: [{ up: "ALTER TABLE orders ADD COLUMN memo text", down: "ALTER TABLE orders DROP COLUMN memo" }],
  },
});

function lossOf({ table, rowsBefore, rowsAfter, columns }: RowDifference): string {
  if (rowsAfter === null) return `${table} is gone`;
  return rowsBefore === rowsAfter ? `${table}: ${columns.join(", ")}` : `${table}: ${rowsBefore} rows before, ${rowsAfter} after`;
}
