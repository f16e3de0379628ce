import { GIVES_TYPES, typedColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const preferTimestamptz = defineRule({
  id: "prefer-timestamptz",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "A timestamp without time zone",
  effect:
    "It stores a picture of a clock, not a moment: sessions in other time zones read another moment, and differences across a change to summer time are wrong.",
  remedy: "Use timestamptz; it takes the same eight bytes.",
  source: "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29",
  priorArt: {
    squawk: ["prefer-timestamp-tz"],
    pgfence: ["prefer-timestamptz"],
    "postgres-language-server": ["preferTimestamptz"],
    migrationpilot: ["MP040"],
  },
  on: GIVES_TYPES,

  *predict(operation) {
    for (const { table, name, type } of typedColumns(operation)) {
      if (!(type.name === "timestamp")) continue;
      const column = `${sqlText.name(table)}.${sqlText.identifier(name)}`;
      yield { table, message: `${column} is ${type.text}, which names no moment.`, witnesses: [] };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ADD COLUMN placed_at timestamp",
      "CREATE TABLE events (id bigint PRIMARY KEY, at timestamp without time zone)",
    ],
    good: ["ALTER TABLE orders ADD COLUMN placed_at timestamptz"],
  },
});
