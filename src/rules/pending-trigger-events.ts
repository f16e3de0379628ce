import type { TableConstraint } from "../model/catalog.js";
import type { Operation, OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const pendingTriggerEvents = defineRule({
  id: "pending-trigger-events",
  hazard: "cannot-run",
  severity: "error",
  title: "The table has checks that wait for COMMIT",
  effect:
    "A deferred foreign key checks at COMMIT the rows that this transaction wrote. Until then the server refuses to alter, index, truncate or drop the table: «cannot ALTER TABLE because it has pending trigger events».",
  remedy: "SET CONSTRAINTS ALL IMMEDIATE before it, or change rows and schema in transactions of their own.",
  source: "https://www.postgresql.org/docs/current/sql-set-constraints.html",
  priorArt: {},
  on: [
    "add-column",
    "drop-column",
    "alter-column-type",
    "set-not-null",
    "drop-not-null",
    "set-default",
    "drop-default",
    "set-generated",
    "add-constraint",
    "validate-constraint",
    "drop-constraint",
    "create-index",
    "drop-table",
    "truncate",
  ],

  *predict(operation, moment) {
    if (!moment.inTransaction) return;
    for (const table of "tables" in operation ? operation.tables : [operation.table]) {
      const key = waitingFor(table, moment);
      if (key === null) continue;
      yield {
        table,
        message: `Rows of ${sqlText.name(table)} that this transaction wrote wait for ${key} to be checked at COMMIT, so the server refuses the statement.`,
        ...(writtenText(moment) === null
          ? {}
          : { fix: fixOf("SET CONSTRAINTS ALL IMMEDIATE;", `${moment.statement.text.trim().replace(/;$/u, "")};`) }),
        witnesses: [{ kind: "error", sqlstates: ["55006"] }],
      };
      return;
    }
  },

  examples: {
    before:
      "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users SELECT generate_series(1, 100); CREATE TABLE orders (id bigint PRIMARY KEY, note text, user_id bigint, CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users DEFERRABLE INITIALLY DEFERRED); INSERT INTO orders SELECT n, 'a', n FROM generate_series(1, 100) n;",
    bad: [
      "UPDATE orders SET user_id = 3 WHERE id = 1; ALTER TABLE orders ADD COLUMN state text",
      "INSERT INTO orders VALUES (200, 'b', 1); CREATE INDEX orders_user ON orders (user_id)",
      {
        title: "a table of this change",
        up: "CREATE TABLE lines (id bigint, order_id bigint REFERENCES orders DEFERRABLE INITIALLY DEFERRED); INSERT INTO lines VALUES (1, 1), (2, 2); CREATE INDEX lines_order ON lines (order_id)",
      },
      {
        title: "the other end, whose rows go",
        up: "DELETE FROM orders WHERE id = 7; DELETE FROM users WHERE id = 7; ALTER TABLE users ADD COLUMN name text",
      },
    ],
    good: [
      "UPDATE orders SET user_id = 3 WHERE id = 1; SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE orders ADD COLUMN state text",
      "UPDATE orders SET note = 'b' WHERE id = 1; ALTER TABLE orders ADD COLUMN state text",
      {
        title: "each in a transaction of its own",
        up: "UPDATE orders SET user_id = 3 WHERE id = 1; ALTER TABLE orders ADD COLUMN state text",
        transaction: "statement",
      },
      {
        title: "the key comes after the rows",
        up: "CREATE TABLE lines (id bigint, order_id bigint); INSERT INTO lines VALUES (1, 1); ALTER TABLE lines ADD FOREIGN KEY (order_id) REFERENCES orders DEFERRABLE INITIALLY DEFERRED; CREATE INDEX lines_order ON lines (order_id)",
      },
    ],
  },
});

/** The deferred foreign key that has rows of the table still to check; null without one (CheckTableNotInUse in tablecmds.c). */
function waitingFor(table: RelationName, moment: Moment): string | null {
  const key = moment.key(table);
  const written = moment.earlierOn(table).some(({ operation, sameTransaction }) => sameTransaction && WRITES.has(operation.kind));
  if (!written) return null;
  const own = (moment.table(table)?.constraints ?? []).filter(isDeferred);
  const pointing = [...moment.catalog.tables.values()].flatMap(({ constraints }) =>
    constraints.filter((each) => isDeferred(each) && each.references?.table === key && isChecked(each)),
  );
  if (own.length === 0 && pointing.length === 0) return null;
  const before = moment
    .earlierOf("insert", "update", "delete", "set", "add-constraint")
    .flatMap(({ operation, sameTransaction }) => (sameTransaction ? [operation] : []));
  // Which constraints it speaks of is not read.
  if (before.some((each) => each.kind === "set" && each.name === "constraints" && each.value !== "deferred")) return null;
  const filled = moment.mayHoldRows(table) || before.some((each) => each.kind === "insert" && moment.key(each.table) === key);
  const late = before.findLastIndex((each) => each.kind === "add-constraint" && each.constraint.type === "foreign-key");
  for (const [at, operation] of before.entries()) {
    // A key that comes after the rows has checked them itself: which one that is need not be told apart.
    if (at < late || !("table" in operation) || operation.table === null || moment.key(operation.table) !== key) continue;
    const waiting = filled ? queuedBy(operation, own, pointing, moment) : undefined;
    if (waiting !== undefined) return sqlText.identifier(waiting.name);
  }
  return null;
}

const WRITES: ReadonlySet<Operation["kind"]> = new Set(["insert", "update", "delete"]);

/** What the write leaves to be checked at COMMIT; an UPDATE only of the columns of the key (RI_FKey_fk_upd_check_required in ri_triggers.c). */
function queuedBy(
  operation: Operation,
  own: readonly TableConstraint[],
  pointing: readonly TableConstraint[],
  moment: Moment,
): TableConstraint | undefined {
  switch (operation.kind) {
    case "insert":
      return mayInsert(operation, moment) ? own[0] : undefined;
    case "update":
      return own.find(({ columns }) => columns.some((column) => operation.columns.includes(column)));
    case "delete":
      return pointing[0];
    default:
      return undefined;
  }
}

function mayInsert({ source, onConflict, reads }: OperationOf<"insert">, moment: Moment): boolean {
  return onConflict === "none" && (source !== "select" || reads.some((table) => moment.mayHoldRows(table)));
}

function isDeferred({ type, deferred }: TableConstraint): boolean {
  return type === "foreign-key" && deferred === true;
}

/** CASCADE and SET NULL do their work at once. */
function isChecked({ references }: TableConstraint): boolean {
  return (references?.onDelete ?? "no action") === "no action";
}
