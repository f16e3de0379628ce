import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const banMoney = defineRule({
  id: "ban-money",
  preset: "style",
  hazard: "advice",
  severity: "warning",
  title: "A column of type money",
  effect: "What it means depends on lc_monetary of the session that reads it, and it stores no currency.",
  remedy: "Use numeric, and a column for the currency.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money",
  priorArt: {},
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "money")) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is money: its currency is whatever the reader's lc_monetary says.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN price money"],
    good: ["ALTER TABLE orders ADD COLUMN price numeric(12, 2)"],
  },
});
