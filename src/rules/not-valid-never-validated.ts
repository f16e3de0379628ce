import type { RelationName } from "../model/relation-name.js";
import { defineChangeRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const notValidNeverValidated = defineChangeRule({
  id: "not-valid-never-validated",
  hazard: "advice",
  severity: "info",
  title: "A NOT VALID constraint that this change never validates",
  effect:
    "New rows are held to it, and old ones as soon as an UPDATE writes them; the planner does not trust it until it is validated.",
  remedy: "VALIDATE CONSTRAINT in a later migration: it lets readers and writers through.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT",
  priorArt: { "pg-schema-diff": ["CORRECTNESS"] },

  *judge({ migrations }, rehearsal) {
    const all = migrations.flatMap(({ up }) =>
      up.statements.flatMap(({ operations }) => operations.map(({ operation }) => operation)),
    );
    for (const { id, up } of migrations) {
      for (const statement of up.statements) {
        for (const { operation } of statement.operations) {
          if (operation.kind !== "add-constraint" || !operation.constraint.notValid) continue;
          const { name } = operation.constraint;
          const settled = all.some(
            (other) =>
              (other.kind === "validate-constraint" || other.kind === "drop-constraint") &&
              (name === null || other.constraint === name),
          );
          if (settled) continue;
          const broken = rehearsal?.brokenChecks?.find(
            ({ constraint, relation }) => constraint === name && isNamed(relation, operation.table),
          );
          if (broken !== undefined) {
            yield {
              migration: id,
              statement: statement.index,
              table: operation.table,
              place: statement.place,
              hazard: "breaks-old-code",
              severity: "error",
              evidence: "observed",
              message: `Rows of ${sqlText.name(operation.table)} break ${sqlText.identifier(broken.constraint)}: NOT VALID lets them stay, and from now on every UPDATE of such a row fails, whichever columns it writes.`,
              remedy: "Mend the rows first, then add the constraint NOT VALID, and validate it.",
              proof: "after the change rows were found that the constraint refuses",
            };
            continue;
          }
          yield {
            migration: id,
            statement: statement.index,
            table: operation.table,
            place: statement.place,
            evidence: "predicted",
            message: `${name === null ? "The constraint" : sqlText.identifier(name)} of ${sqlText.name(operation.table)} is NOT VALID, and nothing in this change validates it: a later one has to.`,
          };
        }
      }
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note);",
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID",
      {
        title: "rows that break it can no longer be written",
        up: "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 100) NOT VALID",
      },
    ],
    good: [
      {
        up: "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT positive",
        transaction: "statement",
      },
    ],
  },
});

/** The rehearsal tells the schema, the statement may leave it out. */
function isNamed(relation: string, { schema, name }: RelationName): boolean {
  return schema === null ? relation.endsWith(`.${name}`) : relation === `${schema}.${name}`;
}
