import type { OperationOf } from "../model/operation.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { fixOf, NO_TRANSACTION, writtenText } from "./safe-steps.js";

export const concurrentlyInTransaction = defineRule({
  id: "concurrently-in-transaction",
  hazard: "cannot-run",
  severity: "error",
  title: "The statement refuses to run inside a transaction",
  effect:
    "CREATE INDEX CONCURRENTLY and its kin, VACUUM, and a few others commit by themselves, so the server refuses them inside a transaction block, also one that the migration tool opens.",
  remedy: "Put it in a file of its own and tell your tool not to wrap it in a transaction.",
  source: "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
  priorArt: {
    squawk: ["ban-concurrent-index-creation-in-transaction"],
    pgfence: ["concurrent-in-transaction"],
    atlas: ["PG103"],
    migrationpilot: ["MP025"],
  },
  on: [
    "create-index",
    "drop-index",
    "reindex",
    "detach-partition",
    "vacuum",
    "cluster",
    "create-object",
    "drop-object",
    "add-enum-value",
    "transaction",
    "other",
  ],
  directions: ["up", "down"],

  *predict(operation, moment) {
    if (operation.kind === "transaction") {
      yield* commitOfBlock(operation, moment);
      return;
    }
    const inBlock = moment.site.inside === "do";
    if (!moment.effects.needsNoTransaction || !(moment.inTransaction || inBlock)) return;
    const { up, down } = moment.migration;
    const shape = (moment.statement.direction === "down" && down !== null ? down : up).transaction;
    const why = inBlock
      ? "a DO block is part of"
      : shape === "file" || shape === "all"
        ? "the migration tool opens"
        : shape === "implicit"
          ? "several statements of one query form"
          : "the file opens";
    const written = writtenText(moment);
    yield {
      table: null,
      message: `The server refuses this statement inside the transaction that ${why}.`,
      // What the whole server is told (ALTER SYSTEM) is left to those who run it.
      ...(written === null || operation.kind === "other" ? {} : { fix: fixOf(NO_TRANSACTION, `${written};`) }),
      witnesses: [{ kind: "error", sqlstates: ["25001"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE INDEX CONCURRENTLY ON orders (note)",
      { up: "BEGIN; CREATE INDEX CONCURRENTLY ON orders (note); COMMIT", transaction: "statement" },
      { up: "SELECT 1; VACUUM orders", transaction: "implicit" },
      "ALTER SYSTEM SET work_mem = '8MB'",
      {
        title: "COMMIT of a DO block",
        up: "DO $$ BEGIN UPDATE orders SET note = 'x' WHERE id = 1; COMMIT; END $$",
      },
      {
        title: "COMMIT under an EXCEPTION clause",
        up: "DO $$ BEGIN UPDATE orders SET note = 'x' WHERE id = 1; COMMIT; EXCEPTION WHEN unique_violation THEN NULL; END $$",
        transaction: "statement",
      },
      {
        title: "COMMIT in a loop over what an UPDATE returns",
        up: "DO $$ DECLARE r record; BEGIN FOR r IN UPDATE orders SET note = 'x' WHERE id = 1 RETURNING id LOOP COMMIT; END LOOP; END $$",
        transaction: "statement",
      },
      {
        title: "COMMIT of a function",
        up: "CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE orders SET note = 'x' WHERE id = 1; COMMIT; END $$; SELECT fill()",
        transaction: "statement",
      },
      {
        title: "COMMIT of a procedure with a SET clause",
        up: "CREATE PROCEDURE fill() LANGUAGE plpgsql SET search_path = public AS $$ BEGIN COMMIT; END $$; CALL fill()",
        transaction: "statement",
      },
      {
        title: "a DO block",
        up: "DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY ON orders (note)'; END $$",
        transaction: "statement",
      },
    ],
    good: [
      {
        title: "the EXCEPTION clause belongs to a block inside",
        up: "DO $$ BEGIN BEGIN UPDATE orders SET note = 'x' WHERE id = 1; EXCEPTION WHEN unique_violation THEN NULL; END; COMMIT; END $$",
        transaction: "statement",
      },
      { up: "CREATE INDEX CONCURRENTLY ON orders (note)", transaction: "statement" },
      { up: "CREATE INDEX CONCURRENTLY ON orders (note)", transaction: "implicit" },
    ],
  },
});

/** PL/pgSQL may end a transaction only where nobody outside has opened one: PostgreSQL 11 and later, else SQLSTATE 2D000. */
function* commitOfBlock({ action, refused, repeated }: OperationOf<"transaction">, moment: Moment): Iterable<Prediction> {
  if (moment.site.inside !== "do" || (action !== "commit" && action !== "rollback")) return;
  if (!moment.inTransaction && refused === undefined) return;
  const where = moment.inTransaction ? "runs inside a transaction that it did not open" : `stands in ${refused}`;
  yield {
    table: null,
    message: `The block says ${action.toUpperCase()}, and ${where}: the server refuses it.`,
    // A loop over no rows does not come to it.
    witnesses: [{ kind: "error", sqlstates: ["2D000"], ...(repeated === true ? { mayBePassedBy: true as const } : {}) }],
  };
}
