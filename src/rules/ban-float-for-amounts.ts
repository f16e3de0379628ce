import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const banFloatForAmounts = defineRule({
  id: "ban-float-for-amounts",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A floating-point column for an amount",
  effect: "Sums of floating-point numbers depend on their order, and 0.1 is not 0.1.",
  remedy: "Use numeric, or whole cents in a bigint.",
  source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT",
  priorArt: {},
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(/^float[48]$/u.test(type.name) && AMOUNT.test(name))) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is ${type.text}, which cannot hold cents exactly.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN price double precision",
      "CREATE TABLE payments (id bigint PRIMARY KEY, total_amount real)",
    ],
    good: ["ALTER TABLE orders ADD COLUMN price numeric(12, 2)", "ALTER TABLE orders ADD COLUMN latitude double precision"],
  },
});

/** Names that amounts of money go by. */
const AMOUNT = /(?:^|_)(?:price|amount|cost|fee|total|balance|salary|tax)(?:_|$)/iu;
