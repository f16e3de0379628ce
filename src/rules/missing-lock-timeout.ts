import type { Operation, OperationKind } from "../model/operation.js";
import { effectsOf } from "../postgres/effects-of.js";
import { blocksWrites } from "../postgres/lock-modes.js";
import { nameOfKey } from "./effects-words.js";
import { defineRule, type Moment, type PlacedOperation } from "./rule.js";
import { fixOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

/** Kinds that can close a relation to writers. */
const LOCKING = [
  "add-column",
  "add-constraint",
  "alter-column-type",
  "alter-constraint",
  "alter-domain",
  "alter-index",
  "attach-partition",
  "change-owner",
  "cluster",
  "create-index",
  "create-policy",
  "create-rule",
  "create-table",
  "create-trigger",
  "create-view",
  "detach-partition",
  "drop-column",
  "drop-constraint",
  "drop-default",
  "drop-index",
  "drop-not-null",
  "drop-object",
  "drop-table",
  "lock-table",
  "refresh-materialized-view",
  "reindex",
  "rename-column",
  "rename-constraint",
  "rename-object",
  "rename-table",
  "replica-identity",
  "row-security",
  "set-access-method",
  "set-column-option",
  "set-default",
  "set-generated",
  "set-inherit",
  "set-logged",
  "set-not-null",
  "set-schema",
  "set-table-options",
  "set-tablespace",
  "switch-trigger",
  "truncate",
  "vacuum",
  "validate-constraint",
] as const satisfies readonly OperationKind[];

export const missingLockTimeout = defineRule({
  id: "missing-lock-timeout",
  hazard: "advice",
  severity: "warning",
  title: "No lock_timeout before a strong lock",
  effect:
    "If a long query holds the table, the statement waits for it, and everyone who comes later waits behind the statement: a quick change closes the table for as long as the longest query runs.",
  remedy: "SET lock_timeout before it, and let the deployment try again.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  priorArt: {
    squawk: ["require-lock-timeout"],
    pgfence: ["missing-lock-timeout"],
    strong_migrations: ["lock_timeout_limit"],
    eugene: ["E9"],
    migrationpilot: ["MP004"],
  },
  on: LOCKING,

  *predict(operation, moment) {
    if (moment.lockTimeoutMs !== null) return;
    const closed = closedBy(operation, moment);
    // Once a file is enough.
    if (closed === undefined || unguarded(moment).some(({ operation: other }) => closedBy(other, moment) !== undefined)) return;
    const table = nameOfKey(closed);
    yield {
      table,
      message: `Nothing limits how long this waits for ${sqlText.name(table)}, and everyone who comes later waits behind it.`,
      fix: { ...fixOf(`SET ${moment.inTransaction ? "LOCAL " : ""}lock_timeout = '2s';`), role: "before" },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN state text",
      {
        title: "what comes before touches only a new table",
        up: "CREATE TABLE scratch (n int); ALTER TABLE orders ADD COLUMN state text",
      },
      "CREATE TABLE refunds (order_id bigint REFERENCES orders)",
      {
        title: "SET LOCAL ended with its transaction",
        up: "BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text; COMMIT; ALTER TABLE orders DROP COLUMN total",
        transaction: "statement",
      },
    ],
    good: [
      "SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
      "SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch ADD COLUMN m int",
      { up: "CREATE INDEX CONCURRENTLY ON orders (total)", transaction: "statement" },
    ],
  },
});

/** The first relation in use that the operation closes to writers; one of an earlier operation may be gone by now. */
function closedBy(operation: Operation, moment: Moment): string | undefined {
  if (!LOCKING.some((kind) => kind === operation.kind)) return undefined;
  const { catalog, change, effects, serverMajor, site } = moment;
  const here = operation === site.operation;
  const { locks } = here ? effects : effectsOf(operation, change.base, { serverMajor, timeZoneUtc: true });
  const inUse = (key: string) =>
    moment.mayHoldRows(key) ||
    (!here && !catalog.tables.has(key) && change.base.tables.has(key) && change.base.tables.get(key)?.rows !== 0);
  return locks.find(({ relation, mode }) => blocksWrites(mode) && inUse(relation))?.relation;
}

/** Earlier operations of the file, from where the last lock_timeout ceased to hold. */
function unguarded({ earlier, statement }: Moment): readonly PlacedOperation[] {
  // A file's operations stand together.
  const others = earlier.findLastIndex((placed) => placed.statement.migration !== statement.migration);
  const before = earlier.slice(others + 1);
  const set = before.findLastIndex(
    ({ operation }) => operation.kind === "set" && operation.name.toLowerCase() === "lock_timeout",
  );
  if (set === -1) return before;
  const end = before.findLastIndex(
    ({ operation }) => operation.kind === "reset" || (operation.kind === "transaction" && operation.action !== "begin"),
  );
  return before.slice(Math.max(set, end) + 1);
}
