import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const banChar = defineRule({
  id: "ban-char",
  preset: "style",
  hazard: "advice",
  severity: "warning",
  title: "A column of type char(n)",
  effect:
    "Values are padded with blanks that some functions see and others do not; comparisons with text surprise, and no space is saved.",
  remedy: "Use text.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29",
  priorArt: {
    squawk: ["ban-char-field"],
    pgfence: ["ban-char-field"],
    "postgres-language-server": ["banCharField"],
    migrationpilot: ["MP041"],
  },
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "bpchar")) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is ${type.text}: values are padded with blanks.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN code char(3)", "CREATE TABLE codes (code character(3) PRIMARY KEY)"],
    good: ["ALTER TABLE orders ADD COLUMN code text"],
  },
});
