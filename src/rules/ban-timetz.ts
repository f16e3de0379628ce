import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const banTimetz = defineRule({
  id: "ban-timetz",
  preset: "style",
  hazard: "advice",
  severity: "warning",
  title: "A time with time zone",
  effect: "A time of day with an offset and without a date cannot tell summer time: the manual itself advises against it.",
  remedy: "Use timestamptz, or time and a column for the zone's name.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timetz",
  priorArt: {},
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "timetz")) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is ${type.text}: without a date its offset cannot be right all year.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN opens timetz"],
    good: ["ALTER TABLE orders ADD COLUMN opens time"],
  },
});
