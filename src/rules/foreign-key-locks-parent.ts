import { grownIn, lockOn, nameOfKey } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyLocksParent = defineRule({
  id: "foreign-key-locks-parent",
  hazard: "blocks-writes",
  severity: "warning",
  title: "A foreign key locks the table that it points to",
  effect:
    "SHARE ROW EXCLUSIVE on the referenced table: its writers wait until COMMIT, also for a table that is only now created, and also with NOT VALID. The work itself is short.",
  remedy: "Set a short lock_timeout, and commit right after it.",
  source: "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES",
  priorArt: {
    pgfence: ["add-column-inline-foreign-key"],
    online_migrations: ["multiple_foreign_keys"],
    gitlab: ["create_table_with_foreign_keys"],
    migrationpilot: ["MP069"],
  },
  on: ["create-table", "add-column", "add-constraint"],

  *predict(operation, moment) {
    const own = moment.key(operation.table);
    if (grownIn(operation.table, moment).length > 0) return;
    const constraints =
      operation.kind === "create-table"
        ? [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]
        : operation.kind === "add-column"
          ? operation.column.constraints
          : [operation.constraint];
    const parents = new Set(constraints.flatMap(({ references }) => (references === null ? [] : [moment.key(references.table)])));
    const read = new Set(moment.effects.scans.map(({ relation }) => relation));
    for (const parent of parents) {
      // Read in full: foreign-key-scans tells of it.
      if (read.has(parent)) continue;
      if (parent === own || lockOn(parent, moment) === undefined || !moment.mayHoldRows(parent)) continue;
      if (
        moment.heldLocks.some(
          ({ relation, mode }) => relation === parent && (mode === "ShareRowExclusiveLock" || mode === "AccessExclusiveLock"),
        )
      )
        continue;
      const table = nameOfKey(parent);
      yield {
        table,
        message: `The foreign key of ${sqlText.name(operation.table)} locks ${sqlText.name(table)} as well: its writers wait until COMMIT.`,
        witnesses: [{ kind: "lock", relation: parent, atLeast: "ShareRowExclusiveLock" }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "CREATE TABLE refunds (id bigint, order_id bigint REFERENCES orders (id))",
      "ALTER TABLE orders ADD COLUMN payer_id bigint REFERENCES customers (id)",
      "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID",
    ],
    good: [
      "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a_id bigint REFERENCES a (id))",
      "CREATE TABLE tree (id bigint PRIMARY KEY, parent_id bigint REFERENCES tree (id))",
    ],
  },
});
