import { grownIn, lockOn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, foreignKeySteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyScans = defineRule({
  id: "foreign-key-scans",
  hazard: "blocks-writes",
  severity: "error",
  title: "ADD FOREIGN KEY checks every row while writers of both tables wait",
  effect:
    "It holds SHARE ROW EXCLUSIVE on both tables while it reads the referencing one and looks up every row; it fails on the first orphan.",
  remedy: "ADD … NOT VALID, then VALIDATE CONSTRAINT in a later transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    squawk: ["adding-foreign-key-constraint"],
    pgfence: ["add-constraint-fk-no-not-valid"],
    strong_migrations: ["add_foreign_key"],
    eugene: ["E1"],
    atlas: ["PG306"],
    migrationpilot: ["MP005"],
  },
  on: ["add-constraint", "add-column", "alter-constraint"],

  *predict(operation, moment) {
    const { table } = operation;
    if (operation.kind === "alter-constraint") {
      const rows = operation.enforced === true ? grownIn(table, moment) : [];
      if (rows.length === 0) return;
      yield {
        table,
        message: `Writers of ${sqlText.name(table)} wait while ENFORCED looks up every row for ${sqlText.identifier(operation.constraint)}.`,
        witnesses: seenOn(rows, moment),
      };
      return;
    }
    const constraint =
      operation.kind === "add-constraint"
        ? operation.constraint
        : operation.column.constraints.find(({ references }) => references !== null);
    const references = constraint?.references;
    const parents = constraint?.references == null ? [] : grownIn(constraint.references.table, moment);
    const own = grownIn(table, moment);
    // A table of this change that holds rows by now: looking for their parents reads the parents' table.
    const work = own.length > 0 ? own : parents;
    if (constraint === undefined || references === null || references === undefined || work.length === 0) return;
    if (operation.kind === "add-column" && moment.effects.rewrites.length > 0) return;
    const [text, parent] = [sqlText.name(table), sqlText.name(references.table)];
    const columns = operation.kind === "add-column" ? [operation.column.name] : constraint.columns;
    const added = operation.kind === "add-column" ? operation.column : null;
    yield {
      table,
      ...(own.length > 0 && lockOn(moment.key(table), moment) === "AccessExclusiveLock" ? { hazard: "blocks-reads" } : {}),
      message: `${own.length === 0 ? `Writers of ${parent}` : `Writers of ${text} and of ${parent}`} wait while every row of ${text} is looked up in ${parent}.`,
      fix: fixOf(
        ...(added === null
          ? []
          : [
              `ALTER TABLE ${text} ADD COLUMN ${sqlText.identifier(added.name)} ${added.type.text}${added.default === null ? "" : ` DEFAULT ${added.default.text}`}${added.notNull ? " NOT NULL" : ""};`,
            ]),
        ...foreignKeySteps(table, { ...constraint, columns }, references, moment),
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)",
      "ALTER TABLE orders ADD COLUMN payer_id bigint DEFAULT 1 REFERENCES customers (id)",
      {
        title: "a new table that was filled before",
        up: "CREATE TABLE refunds AS SELECT id AS order_id FROM orders; ALTER TABLE refunds ADD FOREIGN KEY (order_id) REFERENCES orders (id)",
      },
      { title: "a partitioned table", up: "ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers" },
    ],
    good: [
      "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID",
      "ALTER TABLE orders ADD COLUMN payer_id bigint REFERENCES customers (id)",
      "CREATE TABLE refunds (id bigint, order_id bigint REFERENCES orders (id))",
      "CREATE TABLE refunds (id bigint, order_id bigint); ALTER TABLE refunds ADD FOREIGN KEY (order_id) REFERENCES orders (id)",
    ],
  },
});
