import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const rollbackLosesData = defineChangeRule({
  id: "rollback-loses-data",
  hazard: "no-way-back",
  severity: "error",
  title: "The way back does not bring the data back",
  effect: "After going forward and back, rows or values that were there before are gone or changed. Rolling back the release does not undo the migration.",
  remedy: "Save what the migration removes (a table beside it, a renamed column) and let the down file restore it; or declare the point of no return in the file.",
  source: "rehearsal: row counts and a checksum of each column, before and after",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const rollback = rehearsal?.rollback;
    if (rollback?.status !== "data-loss") return;
    const [first] = migrations;
    const file = first?.down?.file ?? first?.up.file ?? "";
    const lost = rollback.rows.slice(0, 5).map(({ table, rowsBefore, rowsAfter, columns }) =>
      rowsAfter === null ? `${table} is gone` : rowsBefore !== rowsAfter ? `${table}: ${rowsBefore} rows before, ${rowsAfter} after` : `${table}: ${columns.join(", ")}`,
    );
    yield {
      migration: first?.id ?? null,
      direction: "down",
      place: startOf(file),
      evidence: "observed",
      message: `Going back does not bring the data back: ${lost.join("; ")}.`,
      proof: `${rollback.rowsLost.toLocaleString("en-US")} rows and ${rollback.valuesLost.toLocaleString("en-US")} values lost`,
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text); INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 200) n;",
    bad: [{ up: "ALTER TABLE orders DROP COLUMN note", down: "ALTER TABLE orders ADD COLUMN note text" }],
    good: [{ up: "ALTER TABLE orders ADD COLUMN memo text", down: "ALTER TABLE orders DROP COLUMN memo" }],
  },
});
