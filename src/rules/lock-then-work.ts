import { isLookUp } from "../catalog/is-look-up.js";
import type { LockMode } from "../model/lock-mode.js";
import type { RelationName } from "../model/relation-name.js";
import { blocksReads, blocksWrites } from "../postgres/lock-modes.js";
import { grownWork, lockOn, nameOfKey, whoWaits } from "./effects-words.js";
import { isEmptyByNow } from "./needs-no-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, OWN_TRANSACTION, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const lockThenWork = defineRule({
  id: "lock-then-work",
  hazard: "lock-then-work",
  severity: "error",
  title: "A strong lock is kept while long work runs",
  effect:
    "A lock lasts until COMMIT. What took it may have been quick, but work that grows with the rows follows in the same transaction, and everyone waits for all of it.",
  remedy: "Split the file: the quick, locking statements in one transaction with a short lock_timeout, the long work in another.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES",
  oncePerTransaction: true,
  priorArt: {
    pgfence: ["statement-after-access-exclusive"],
    "postgres-language-server": ["runningStatementWhileHoldingAccessExclusive"],
    eugene: ["E4"],
    migrationpilot: ["MP008"],
  },
  on: [
    "create-index",
    "add-constraint",
    "validate-constraint",
    "add-column",
    "alter-column-type",
    "set-not-null",
    "update",
    "delete",
    "insert",
    "create-table-as",
    "refresh-materialized-view",
    "create-materialized-view",
    "reindex",
    "cluster",
    "attach-partition",
    "create-table",
    "set-logged",
    "set-tablespace",
    "set-access-method",
    "alter-domain",
    "copy",
    "merge",
    "select",
  ],

  *predict(operation, moment) {
    // Without a row that refers nothing is looked up.
    const refersToNothing = operation.kind === "add-constraint" && isEmptyByNow(moment.key(operation.table), moment);
    if (refersToNothing) return;
    const work = [...new Set([...grownWork(moment), ...searched(moment), ...queried(moment)])].filter(
      (key) => !isEmptyByNow(key, moment) && !isLookUp(key, moment.change.base),
    );
    if (work.length === 0) return;
    const written = writtenText(moment);
    for (const { relation, mode, statement } of moment.heldLocks) {
      if (
        (statement === moment.statement && moment.site.inside !== "do") ||
        whoWaits(mode) === "Other schema changes" ||
        !(moment.mayHoldRows(relation) || comesBack(relation, moment))
      )
        continue;
      const validates =
        moment.site.operation.kind === "validate-constraint" &&
        statement.operations.some(({ operation }) => operation.kind === "add-constraint" && operation.constraint.notValid);
      if (validates || closesAsMuch(relation, mode, moment)) continue;
      const table = nameOfKey(relation);
      const what = work.map((key) => sqlText.name(nameOfKey(key))).join(", ");
      yield {
        table,
        message: `${whoWaits(mode)} of ${sqlText.name(table)} wait since line ${statement.place.line}, and go on waiting while this statement works through ${what}.`,
        ...(written === null || statement.operations.some(({ inside }) => inside === "do")
          ? {}
          : {
              fix: fixOf(`${OWN_TRANSACTION}, so that the lock is gone before the work begins`, `${written};`),
            }),
        witnesses: [{ kind: "lock", relation, atLeast: mode }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1; CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', NULL);",
    bad: [
      "ALTER TABLE orders ADD COLUMN state text; CREATE INDEX ON customers (email)",
      "ALTER TABLE orders ADD COLUMN state text; UPDATE customers SET email = 'x'",
      {
        title: "the rows of a query",
        up: "ALTER TABLE orders ADD COLUMN state text; CREATE TABLE copies (id bigint); INSERT INTO copies SELECT id FROM customers",
      },
      {
        title: "a condition that no index serves",
        up: "CREATE TABLE refunds (order_id bigint REFERENCES orders (id)); INSERT INTO refunds SELECT id FROM orders WHERE note = 'n7'",
      },
      {
        title: "a value that no index finds",
        up: "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET total = 0 WHERE note = 'n7'",
      },
      {
        title: "inside a DO block",
        up: "DO $$ BEGIN ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET state = 'x'; END $$",
      },
      {
        title: "a total inside a DO block",
        up: "DO $$ DECLARE n bigint; BEGIN LOCK TABLE orders IN SHARE MODE; SELECT count(*) INTO n FROM orders; END $$",
      },
      {
        title: "a total by a column without an index",
        up: "ALTER TABLE orders ADD COLUMN state text; DO $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM orders WHERE note IS NULL; END $$",
      },
    ],
    good: [
      {
        title: "a few rows inside a DO block",
        up: "DO $$ DECLARE n bigint; BEGIN LOCK TABLE orders IN SHARE MODE; SELECT count(*) INTO n FROM orders WHERE id = 7; END $$",
      },
      { title: "a value of the key", up: "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET total = 0 WHERE id = 7" },
      {
        title: "a few rows of a query",
        up: "ALTER TABLE orders ADD COLUMN state text; CREATE TABLE copies (id bigint); INSERT INTO copies SELECT id FROM customers WHERE id = 7",
      },
      {
        title: "a look at the end of an index",
        up: "ALTER TABLE orders ADD COLUMN number bigint; CREATE SEQUENCE numbers; SELECT setval('numbers', (SELECT max(id) FROM orders))",
      },
      "ALTER TABLE orders ADD COLUMN state text; ALTER TABLE customers ADD COLUMN state text",
      {
        title: "work on a list of kinds",
        up: "LOCK TABLE kinds IN SHARE ROW EXCLUSIVE MODE; ALTER TABLE orders ADD COLUMN kind text; UPDATE kinds SET label = 'none' WHERE label IS NULL",
      },
      { up: "ALTER TABLE orders ADD COLUMN state text; UPDATE customers SET email = 'x' WHERE id < 9", transaction: "statement" },
      "CREATE TABLE scratch (n int); CREATE INDEX ON scratch (n)",
    ],
  },
});

/** Dropped in this transaction and made again: whoever reads it under its name waits for both. */
function comesBack(relation: string, { catalog, change, site, key }: Moment): boolean {
  const was = change.base.views.has(relation) || (change.base.tables.get(relation)?.rows ?? 0) !== 0;
  const { operation } = site;
  const made =
    operation.kind === "create-materialized-view"
      ? key(operation.view)
      : operation.kind === "create-table-as"
        ? key(operation.table)
        : null;
  const is = catalog.views.get(relation)?.origin === "change" || catalog.tables.get(relation)?.origin === "change";
  return was && (is || made === relation);
}

/** A few rows by a value: without an index they are looked for among all. */
function searched(moment: Moment): readonly string[] {
  const { operation } = moment.site;
  if ((operation.kind !== "update" && operation.kind !== "delete") || operation.bounded !== "key" || operation.where === null)
    return [];
  if (!moment.mayHoldRows(operation.table) || mayUseIndex(operation.where.text, operation.table, moment)) return [];
  return [moment.key(operation.table)];
}

/** Tables that a query of this operation reads in full, as far as its text tells: no index narrows it down. */
function queried(moment: Moment): readonly string[] {
  const { site, statement, key, mayHoldRows } = moment;
  const { operation, inside } = site;
  if (inside === "do" && operation.kind === "select")
    return (operation.totals ?? [])
      .filter(({ of, by }) => by.length === 0 || !mayUseIndex(by.join(" "), of, moment))
      .map(({ of }) => key(of))
      .filter((relation) => mayHoldRows(relation));
  if (inside === "do" || !(operation.kind === "insert" || operation.kind === "merge" || operation.kind === "select")) return [];
  if (/\b(?:limit|exists|fetch|tablesample)\b/iu.test(statement.text)) return [];
  if (
    operation.kind === "select" &&
    (!/\bgroup\s+by\b|\bcount\s*\(/iu.test(statement.text) || /\b(?:max|min)\s*\(/iu.test(statement.text))
  )
    return [];
  const where = /\bwhere\b([\s\S]*)$/iu.exec(statement.text)?.[1];
  if (where !== undefined && (operation.reads.length !== 1 || /\bselect\b/iu.test(where))) return [];
  return operation.reads
    .filter((name) => where === undefined || !mayUseIndex(where, name, moment))
    .map(key)
    .filter((relation) => mayHoldRows(relation));
}

/** No condition on the first column of any index: whatever the condition leaves, every row is read for it. */
function mayUseIndex(where: string, name: RelationName, { indexesOf, table, catalog, key }: Moment): boolean {
  if (table(name)?.kind !== "table") return true;
  const words = new Set(where.replace(/'(?:[^']|'')*'/gu, " ").match(/[\w$]+/gu) ?? []);
  const firsts = [
    ...indexesOf(name).map(({ columns }) => columns[0] ?? null),
    ...(catalog.tables.get(key(name))?.constraints ?? []).flatMap(({ type, columns }) =>
      type === "primary-key" || type === "unique" || type === "exclude" ? [columns[0] ?? null] : [],
    ),
  ];
  return firsts.some((first) => first === null || words.has(first));
}

/** The statement's own lock keeps out all whom the earlier one does, so that its own finding tells of it. */
function closesAsMuch(relation: string, held: LockMode, moment: Moment): boolean {
  const own = lockOn(relation, moment);
  return own !== undefined && (blocksReads(own) || (blocksWrites(own) && !blocksReads(held)));
}
