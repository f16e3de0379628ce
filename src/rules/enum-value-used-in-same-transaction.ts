import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const enumValueUsedInSameTransaction = defineRule({
  id: "enum-value-used-in-same-transaction",
  hazard: "cannot-run",
  severity: "error",
  title: "A new enum value is used before COMMIT",
  effect: "From PostgreSQL 12 a value can be added in a transaction, but not used in it: «unsafe use of new value».",
  remedy: "Add the value in a migration of its own, and use it in the next.",
  source: "https://www.postgresql.org/docs/current/sql-altertype.html",
  priorArt: { pgfence: ["alter-enum-add-value"], "postgres-language-server": ["avoidAlterEnumAddValue"], migrationpilot: ["MP012", "MP054"] },
  on: "add-enum-value",

  *predict({ type, value }, moment) {
    if (!moment.inTransaction) return;
    const born = moment.earlier.some(({ operation, sameTransaction }) => sameTransaction && operation.kind === "create-enum" && operation.type.name === type.name);
    const literal = sqlText.literal(value);
    const user = moment.later.find(({ statement, sameTransaction, operation }) => sameTransaction && statement !== moment.statement && operation.kind !== "add-enum-value" && operation.kind !== "rename-enum-value" && operation.kind !== "comment" && statement.text.includes(literal));
    if (user === undefined || born || user.operation.kind === "create-routine" || user.operation.kind === "do-block") return;
    yield { table: null, message: `«${value}» is added to ${sqlText.name(type)} here and used in line ${user.statement.place.line} of the same transaction: the server refuses that use.`, witnesses: [] };
  },

  examples: {
    before: "CREATE TYPE state AS ENUM ('new'); CREATE TABLE orders (id int, state state); INSERT INTO orders VALUES (1, 'new');",
    bad: [
      "ALTER TYPE state ADD VALUE 'old'; UPDATE orders SET state = 'old' WHERE id = 1",
    ],
    good: [
      "ALTER TYPE state ADD VALUE 'old'",
      { up: "ALTER TYPE state ADD VALUE 'old'; UPDATE orders SET state = 'old' WHERE id = 1", transaction: "statement" },
    ],
  },
});
