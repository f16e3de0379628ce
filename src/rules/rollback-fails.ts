import type { Rehearsal } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import { refusesNewerRows } from "./newer-rows.js";
import { type Change, type ChangeFinding, defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const rollbackFails = defineChangeRule({
  id: "rollback-fails",
  hazard: "no-way-back",
  severity: "error",
  title: "The way back fails",
  effect:
    "Rolling back stops at this statement, with production half way between two versions where the file does not run in one transaction.",
  remedy: "Mend the down file: undo in the reverse order, children before parents.",
  source: "rehearsal; the text alone for rows that the change allows and its way back forbids",
  priorArt: {},

  *judge(change, rehearsal) {
    const { migrations } = change;
    const error = rehearsal?.rollback.status === "fails" ? rehearsal.rollback.error : null;
    if (error === null) {
      yield* fromNewerRows(change, rehearsal);
      return;
    }
    const statement = statementOf(migrations, error.migration, "down", error.statement);
    const file = migrations.find(({ id }) => id === error.migration)?.down?.file ?? error.migration;
    yield {
      migration: error.migration,
      direction: "down",
      statement: error.statement,
      place: statement?.place ?? startOf(file),
      evidence: "observed",
      message: `The way back of ${error.migration} fails: ${error.message}.`,
      proof: `SQLSTATE ${error.sqlstate}`,
    };
  },

  examples: {
    before: `CREATE TABLE users (id bigint PRIMARY KEY); CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE plans (code text PRIMARY KEY, label text); INSERT INTO plans VALUES ('a', 'A'), ('b', 'B');
CREATE TABLE shops (id bigint PRIMARY KEY, code varchar(8) NOT NULL, plan text REFERENCES plans, size int, state state, CONSTRAINT one_code UNIQUE (code), CONSTRAINT small CHECK (size < 10));
INSERT INTO shops SELECT n, n, 'a', 1, 'new' FROM generate_series(1, 200) n;`,
    bad: [
      {
        title: "NULLs that the change allows",
        up: "ALTER TABLE shops ALTER COLUMN code DROP NOT NULL",
        down: "ALTER TABLE shops ALTER COLUMN code SET NOT NULL",
      },
      {
        title: "duplicates that the change allows",
        up: "ALTER TABLE shops DROP CONSTRAINT one_code",
        down: "ALTER TABLE shops ADD CONSTRAINT one_code UNIQUE (code)",
      },
      {
        title: "longer values that the change allows",
        up: "ALTER TABLE shops ALTER COLUMN code TYPE varchar(20)",
        down: "ALTER TABLE shops ALTER COLUMN code TYPE varchar(8)",
      },
      {
        title: "references that the change no longer guards",
        up: "ALTER TABLE shops DROP CONSTRAINT shops_plan_fkey",
        down: "ALTER TABLE shops ADD CONSTRAINT shops_plan_fkey FOREIGN KEY (plan) REFERENCES plans",
      },
      {
        title: "a wider check",
        up: "ALTER TABLE shops DROP CONSTRAINT small, ADD CONSTRAINT larger CHECK (size < 100)",
        down: "ALTER TABLE shops DROP CONSTRAINT larger, ADD CONSTRAINT small CHECK (size < 10)",
      },
      {
        title: "a check that the change drops",
        up: "ALTER TABLE shops DROP CONSTRAINT small",
        down: "ALTER TABLE shops ADD CONSTRAINT small CHECK (size < 10)",
      },
      {
        title: "rows that refer to a new kind",
        up: "INSERT INTO plans VALUES ('c', 'C')",
        down: "DELETE FROM plans WHERE code = 'c'",
      },
      {
        up: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users)",
        down: "DROP TABLE order_lines; DROP TABLE orders",
      },
    ],
    good: [
      { up: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users)", down: "DROP TABLE orders" },
      {
        title: "NULLs that the way back fills",
        up: "ALTER TABLE shops ALTER COLUMN code DROP NOT NULL",
        down: "UPDATE shops SET code = id WHERE code IS NULL; ALTER TABLE shops ALTER COLUMN code SET NOT NULL",
      },
      {
        title: "another key with the same columns",
        up: "ALTER TABLE shops DROP CONSTRAINT one_code; ALTER TABLE shops ADD CONSTRAINT each_code UNIQUE (code)",
        down: "ALTER TABLE shops DROP CONSTRAINT each_code; ALTER TABLE shops ADD CONSTRAINT one_code UNIQUE (code)",
      },
      {
        title: "rows that the way back moves to an old kind",
        up: "INSERT INTO plans VALUES ('c', 'C')",
        down: "UPDATE shops SET plan = 'a' WHERE plan = 'c'; DELETE FROM plans WHERE code = 'c'",
      },
    ],
  },
});

/** Who goes back at once, goes back: a warning. */
function* fromNewerRows(change: Change, rehearsal: Rehearsal | null): Iterable<ChangeFinding> {
  const refusal = refusesNewerRows(change);
  const seen = stopsAtNewerRows(rehearsal);
  const common = { direction: "down", severity: "warning", remedy: MEND } as const;
  if (refusal !== null) {
    const { migration, index, place } = refusal.statement;
    const isSeen = seen?.migration === migration && seen.statement === index;
    yield {
      ...common,
      ...{ migration, place, statement: index },
      ...(isSeen ? { evidence: "confirmed", proof: `with such rows: SQLSTATE ${seen.sqlstate}` } : { evidence: "predicted" }),
      message: `The change allows ${refusal.rows}, and the way back of ${migration} fails as soon as there is one.`,
    };
    return;
  }
  const statement = seen === null ? undefined : statementOf(change.migrations, seen.migration, "down", seen.statement);
  if (seen === null || statement === undefined || !isAboutForbidding(seen.sqlstate, statement)) return;
  yield {
    ...common,
    ...{ migration: seen.migration, place: statement.place, statement: seen.statement },
    evidence: "observed",
    message: `The change allows rows that its way back refuses, and the way back of ${seen.migration} fails as soon as there is one: ${seen.message}.`,
    proof: `with rows written after the ups: SQLSTATE ${seen.sqlstate}`,
  };
}

const MEND = "Let the down file change or remove such rows before it forbids them again.";

/** Where the way back stops at rows that were written on the new schema, and at no row that was there before. */
function stopsAtNewerRows(rehearsal: Rehearsal | null) {
  const error = rehearsal?.newerRows?.error ?? null;
  if (error === null || rehearsal?.awkward?.back?.error != null) return null;
  return error;
}

/**
 * A constraint that holds again (class 23), or a type that takes less (class 22; PostgreSQL manual, appendix A). Not what our
 * extremes do to the arithmetic of an UPDATE, and not a number beyond the old type (22003): until whole numbers outgrow theirs
 * years pass, and then nobody goes back.
 */
function isAboutForbidding(sqlstate: string, { operations }: Statement): boolean {
  if (sqlstate.startsWith("23")) return true;
  return (
    sqlstate.startsWith("22") &&
    sqlstate !== "22003" &&
    operations.some(({ operation }) => operation.kind === "alter-column-type")
  );
}
