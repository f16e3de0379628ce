import { lacksAssignmentCast } from "../postgres/assignment-cast.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames, viewsNaming } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const typeChangeRefused = defineRule({
  id: "type-change-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refuses this change of type",
  effect:
    "A column that a view reads, that a partition key holds, or whose old type has no automatic cast to the new one cannot change its type as written.",
  remedy: "Drop the view before and create it again after, or say with USING how old values become new ones.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE",
  priorArt: { "safe-migrate": ["dependency-break"] },
  on: "alter-column-type",

  *predict({ table, column, type, using }, moment) {
    const known = moment.table(table);
    const old = moment.column(table, column)?.type;
    if (known === undefined || old === undefined || !knowsNames(moment)) return;
    const text = `${sqlText.name(table)}.${sqlText.identifier(column)}`;
    const [view] = viewsNaming(table, column, moment);
    if (view !== undefined) {
      yield {
        table,
        message: `The view ${sqlText.name(nameOfKey(view))} reads ${text}, so the server refuses to change its type.`,
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
    } else if (known.partitionColumns.includes(column)) {
      yield {
        table,
        message: `${text} is part of the partition key, so the server refuses to change its type.`,
        witnesses: [{ kind: "error", sqlstates: ["42P16"] }],
      };
    } else if (using === null && lacksAssignmentCast(old, type)) {
      yield {
        table,
        message: `No automatic cast leads from ${old.text} to ${type.text}: the server asks for a USING clause on ${text}.`,
        witnesses: [{ kind: "error", sqlstates: ["42804"] }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text, placed timestamptz); CREATE VIEW totals AS SELECT id, total FROM orders; CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN note TYPE int",
      "ALTER TABLE orders ALTER COLUMN note TYPE uuid",
      "ALTER TABLE events ALTER COLUMN day TYPE timestamptz",
    ],
    good: [
      "DROP VIEW totals; ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN note TYPE int USING note::int",
      "ALTER TABLE orders ALTER COLUMN placed TYPE text",
      "ALTER TABLE orders ALTER COLUMN placed TYPE date",
    ],
  },
});
