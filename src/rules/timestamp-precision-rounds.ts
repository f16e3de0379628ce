import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const timestampPrecisionRounds = defineRule({
  id: "timestamp-precision-rounds",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A timestamp with a precision",
  effect: "Fractions are rounded, not cut: timestamptz(0) can store a moment that has not come yet.",
  remedy: "Leave the precision out, and cut with date_trunc() where it is shown.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp.280.29_or_timestamptz.280.29",
  priorArt: {},
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(/^timestamp(?:tz)?$/u.test(type.name) && type.modifiers.length > 0)) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield {
        table,
        message: `${column} is ${type.text}: fractions are rounded, so now() may be stored as a moment in the future.`,
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN placed_at timestamptz(0)"],
    good: ["ALTER TABLE orders ADD COLUMN placed_at timestamptz"],
  },
});
