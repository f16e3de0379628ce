import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const addColumnCheckScans = defineRule({
  id: "add-column-check-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "An inline CHECK on a new column reads every row",
  effect: "The check runs for every row under ACCESS EXCLUSIVE, even though each value is NULL.",
  remedy: "Add the column first, then the CHECK as NOT VALID, and VALIDATE it in a later transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { eugene: ["E1"] },
  on: "add-column",

  *predict({ table, column }, moment) {
    const work = grownIn(table, moment);
    const constraint = column.constraints.find(({ type }) => type === "check");
    if (moment.effects.rewrites.length > 0 || work.length === 0) return;
    const [text, name] = [sqlText.name(table), sqlText.identifier(column.name)];
    // A virtual column has no value on disk: NOT NULL computes it for every row (measured on 18).
    if (constraint === undefined && column.notNull && column.generated?.stored === false) {
      yield {
        table,
        message: `Nobody can read or write ${text} while ${column.name} is computed for every row to see that it is not null.`,
        witnesses: seenOn(work, moment),
      };
      return;
    }
    if (constraint === undefined) return;
    const check = sqlText.identifier(constraint.name ?? `${table.name}_${column.name}_check`);
    yield {
      table,
      message: `Nobody can read or write ${text} while the check of ${column.name} runs for every row.`,
      fix: fixOf(
        `ALTER TABLE ${text} ADD COLUMN ${name} ${column.type.text}${column.default === null ? "" : ` DEFAULT ${column.default.text}`}${column.notNull ? " NOT NULL" : ""};`,
        `ALTER TABLE ${text} ADD CONSTRAINT ${check} CHECK (${constraint.expression?.text ?? ""}) NOT VALID;`,
        OWN_TRANSACTION,
        `ALTER TABLE ${text} VALIDATE CONSTRAINT ${check};`,
      ),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN rate int CHECK (rate > 0)"],
    good: [
      "ALTER TABLE orders ADD COLUMN rate int",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ADD COLUMN m int CHECK (m > 0)",
    ],
  },
});
