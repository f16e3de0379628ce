import { defineRule } from "./rule.js";
import { fixOf, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const notValidThenValidateInOneTransaction = defineRule({
  id: "not-valid-then-validate-in-one-transaction",
  hazard: "lock-then-work",
  severity: "error",
  title: "NOT VALID and VALIDATE in one transaction",
  effect:
    "The strong lock of ADD CONSTRAINT lasts until COMMIT, so the scan of VALIDATE runs under it: nothing is gained by NOT VALID.",
  remedy: "Put VALIDATE CONSTRAINT into a file and transaction of its own.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    pgfence: ["not-valid-validate-same-tx"],
    strong_migrations: ["validate_constraint"],
    squawk: ["constraint-missing-not-valid"],
    eugene: ["E4"],
  },
  on: "validate-constraint",

  *predict({ table, constraint }, moment) {
    const key = moment.key(table);
    if (!moment.mayHoldRows(table)) return;
    const added = moment.earlier.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        operation.kind === "add-constraint" &&
        operation.constraint.name === constraint &&
        moment.key(operation.table) === key,
    );
    if (!added) return;
    yield {
      table,
      message: `${sqlText.name(table)} is read in full to validate ${constraint} under the strong lock that adding it took in the same transaction.`,
      fix: fixOf(OWN_TRANSACTION, `ALTER TABLE ${sqlText.name(table)} VALIDATE CONSTRAINT ${sqlText.identifier(constraint)};`),
      witnesses: [
        { kind: "lock", relation: key, atLeast: "ShareRowExclusiveLock" },
        { kind: "scan", relation: key },
      ],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT positive",
    ],
    good: [
      {
        up: "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT positive",
        transaction: "statement",
      },
    ],
  },
});
