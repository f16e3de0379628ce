import { nameOfKey, whoWaits } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const missingLockTimeout = defineRule({
  id: "missing-lock-timeout",
  hazard: "advice",
  severity: "warning",
  title: "No lock_timeout before a strong lock",
  effect: "If a long query holds the table, the statement waits for it, and everyone who comes later waits behind the statement: a quick change closes the table for as long as the longest query runs.",
  remedy: "SET lock_timeout before it, and let the deployment try again.",
  source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
  priorArt: { squawk: ["require-lock-timeout"], pgfence: ["missing-lock-timeout"], strong_migrations: ["lock_timeout_limit"], eugene: ["E9"], migrationpilot: ["MP004"] },
  on: ["create-index", "drop-index", "add-constraint", "drop-constraint", "add-column", "drop-column", "alter-column-type", "set-not-null", "drop-not-null", "set-default", "drop-default", "rename-table", "rename-column", "create-trigger", "attach-partition", "detach-partition", "drop-table", "truncate", "create-table", "row-security", "set-logged", "cluster"],

  *predict(_operation, moment) {
    if (moment.lockTimeoutMs !== null) return;
    const locks = strongLocks(moment);
    const [first] = locks;
    if (first === undefined) return;
    const told = moment.earlier.some(({ statement, site }) => statement.migration === moment.statement.migration && statement !== moment.statement && LOCKING.has(site.operation.kind));
    if (told) return;
    const table = nameOfKey(first);
    yield {
      table,
      message: `Nothing limits how long this waits for ${sqlText.name(table)}, and everyone who comes later waits behind it.`,
      fix: { sql: `SET ${moment.inTransaction ? "LOCAL " : ""}lock_timeout = '2s';`, edits: [], verified: false },
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN state text",
    ],
    good: [
      "SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN state text",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch ADD COLUMN m int",
    ],
  },
});

/** Relations in use that the operation closes to readers or writers. */
function strongLocks(moment: Moment): readonly string[] {
  return moment.effects.locks.filter(({ relation, mode }) => whoWaits(mode) !== "Other schema changes" && moment.mayHoldRows(relation)).map(({ relation }) => relation);
}

/** Kinds that can take such a lock: the first of a file is told, not each. */
const LOCKING: ReadonlySet<string> = new Set(["create-index", "drop-index", "add-constraint", "drop-constraint", "add-column", "drop-column", "alter-column-type", "set-not-null", "drop-not-null", "set-default", "drop-default", "rename-table", "rename-column", "create-trigger", "attach-partition", "detach-partition", "drop-table", "truncate", "create-table", "row-security", "set-logged", "cluster"]);
