import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const tableInheritance = defineRule({
  id: "table-inheritance",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A table that inherits",
  effect: "Unique constraints and foreign keys do not reach over to children, and queries of the parent read all of them.",
  remedy: "Declarative partitioning (10 and later), or tables of their own.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_table_inheritance",
  priorArt: {},
  on: "create-table",

  *predict({ table, inherits }) {
    const [parent] = inherits;
    if (parent === undefined) return;
    const message = `${sqlText.name(table)} inherits from ${sqlText.name(parent)}, whose keys do not hold for its rows.`;
    yield { table, message, witnesses: [] };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["CREATE TABLE big_orders (discount int) INHERITS (orders)"],
    good: ["CREATE TABLE big_orders (LIKE orders INCLUDING ALL)"],
  },
});
