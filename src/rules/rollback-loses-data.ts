import type { RowDifference } from "../model/rehearsal.js";
import type { ReadScript } from "../model/statement.js";
import { deletedForGood } from "./deleted-for-good.js";
import { nameOfKey } from "./effects-words.js";
import { type LostRow, rowsOnPaper } from "./rows-on-paper.js";
import { defineChangeRule } from "./rule.js";
import { sqlText } from "./sql-text.js";
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

  *judge(change, rehearsal) {
    const { migrations } = change;
    const rollback = rehearsal?.rollback;
    const [first] = migrations.toReversed().filter(({ down }) => down !== null && down.statements.length > 0);
    if (first?.down == null) return;
    if (rollback === undefined) {
      const paper = migrations.some(({ up, down }) => isDeclared(up) || (down !== null && isDeclared(down)))
        ? []
        : rowsOnPaper(change);
      if (paper.length > 0)
        yield {
          migration: first.id,
          direction: "down",
          place: startOf(first.down.file),
          evidence: "predicted",
          message: `Going back does not bring the data back: ${[...new Set(paper.map(toldOf))].slice(0, 5).join("; ")}.`,
        };
      else if (paper.length === 0 && !migrations.some(({ up, down }) => isDeclared(up) || (down !== null && isDeclared(down)))) {
        const table = deletedForGood(change);
        if (table !== null)
          yield {
            migration: first.id,
            direction: "down",
            place: startOf(first.down.file),
            evidence: "predicted",
            message: `The change deletes rows of ${sqlText.name(nameOfKey(table))}, and the way back inserts none there.`,
          };
      }
      return;
    }
    const where = { migration: first.id, direction: "down", place: startOf(first.down.file), evidence: "observed" } as const;
    if (rollback.status === "data-loss") {
      yield {
        ...where,
        message: `Going back does not bring the data back: ${rollback.rows.slice(0, 5).map(lossOf).join("; ")}.`,
        proof:
          rollback.rowsLost + rollback.valuesLost === 0
            ? "every row is there, some with other values"
            : `${rollback.rowsLost.toLocaleString("en-US")} rows and ${rollback.valuesLost.toLocaleString("en-US")} values lost`,
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
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text); INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 200) n; CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', 'B'); CREATE TABLE marks (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE marks_2024 PARTITION OF marks FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); INSERT INTO marks SELECT n, '2024-05-01' FROM generate_series(1, 200) n; CREATE TABLE cold (id bigint, day date);",
    bad: [
      {
        title: "a row of before that the way back deletes",
        up: "INSERT INTO kinds VALUES ('c', 'C')",
        down: "DELETE FROM kinds WHERE code IN ('b', 'c')",
      },
      {
        title: "another value than before",
        up: "UPDATE kinds SET label = 'Beta' WHERE code = 'b'",
        down: "UPDATE kinds SET label = 'b' WHERE code = 'b'",
      },
      {
        title: "a row that was moved",
        up: "CREATE TABLE old_kinds (code text, label text); WITH gone AS (DELETE FROM kinds WHERE code = 'b' RETURNING *) INSERT INTO old_kinds SELECT * FROM gone",
        down: "DROP TABLE old_kinds",
      },
      {
        title: "rows of which the way back says nothing",
        up: "DELETE FROM orders WHERE id < 10; ALTER TABLE orders ADD COLUMN memo text",
        down: "ALTER TABLE orders DROP COLUMN memo",
      },
      { up: "ALTER TABLE orders DROP COLUMN note", down: "ALTER TABLE orders ADD COLUMN note text" },
      {
        title: "rows that the change put there",
        up: "CREATE TABLE plans (id int); INSERT INTO plans VALUES (1), (2)",
        down: "DROP TABLE plans",
      },
      { title: "rows that are written after the release", up: "CREATE TABLE plans (id int)", down: "DROP TABLE plans" },
    ],
    good: [
      {
        title: "rows of a partition that go back by way of the whole",
        up: "WITH gone AS (DELETE FROM marks_2024 WHERE id < 3 RETURNING *) INSERT INTO cold SELECT * FROM gone",
        down: "WITH back AS (DELETE FROM cold RETURNING *) INSERT INTO marks SELECT * FROM back",
      },
      { up: "INSERT INTO kinds VALUES ('c', 'C')", down: "DELETE FROM kinds WHERE code = 'c'" },
      {
        up: "UPDATE kinds SET label = 'Beta' WHERE code = 'b'",
        down: "UPDATE kinds SET label = 'B' WHERE code = 'b' AND label = 'Beta'",
      },
      {
        up: "DELETE FROM kinds WHERE code = 'b'",
        down: "INSERT INTO kinds VALUES ('b', 'B')",
      },
      { up: "ALTER TABLE orders ADD COLUMN memo text", down: "ALTER TABLE orders DROP COLUMN memo" },
    ],
  },
});

function isDeclared({ directives, statements }: ReadScript): boolean {
  return [...directives, ...statements.flatMap((statement) => statement.directives)].some(({ kind }) => kind === "irreversible");
}

/** Without the values of its key: those of rows are not told. */
function toldOf({ table, columns }: LostRow): string {
  const name = sqlText.name(nameOfKey(table));
  return columns.length === 0 ? `a row of ${name} is gone` : `${columns.join(", ")} of a row of ${name}`;
}

function lossOf({ table, rowsBefore, rowsAfter, columns }: RowDifference): string {
  if (rowsAfter === null) return `${table} is gone`;
  return rowsBefore === rowsAfter ? `${table}: ${columns.join(", ")}` : `${table}: ${rowsBefore} rows before, ${rowsAfter} after`;
}
