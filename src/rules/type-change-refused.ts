import { childrenOf } from "../catalog/dependents.js";
import type { Table } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { lacksAssignmentCast } from "../postgres/assignment-cast.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames, viewsNaming } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
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
  directions: ["up", "down"],

  *predict({ table, column, only, type, using }, moment) {
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
    } else if (readerOf(known, column) !== null) {
      yield {
        table,
        message: `${readerOf(known, column)} names ${text}, so the server refuses to change its type.`,
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
    } else if (ancestorWith(table, column, moment) !== null) {
      yield {
        table,
        message: `${text} is inherited from ${sqlText.name(nameOfKey(ancestorWith(table, column, moment) ?? ""))}, so the server refuses to change its type here alone.`,
        witnesses: [{ kind: "error", sqlstates: ["42P16"] }],
      };
    } else if (only === true && childrenOf(moment.key(table), moment.catalog).length > 0) {
      yield {
        table,
        message: `${sqlText.name(table)} has children, so that the server refuses to change the type of ${text} with ONLY.`,
        witnesses: [{ kind: "error", sqlstates: ["42P16"] }],
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
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text, placed timestamptz); CREATE VIEW totals AS SELECT id, total FROM orders; CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN note TYPE int",
      "ALTER TABLE orders ALTER COLUMN note TYPE uuid",
      {
        title: "a generated column reads it",
        up: "CREATE TABLE parts (code varchar(5), low text GENERATED ALWAYS AS (lower(code)) STORED); ALTER TABLE parts ALTER COLUMN code TYPE varchar(9)",
      },
      "ALTER TABLE events ALTER COLUMN day TYPE timestamptz",
      "CREATE POLICY mine ON orders USING (note <> ''); ALTER TABLE orders ALTER COLUMN note TYPE varchar",
      "ALTER TABLE ONLY events ALTER COLUMN id TYPE numeric",
      "ALTER TABLE events_1 ALTER COLUMN id TYPE numeric",
    ],
    good: [
      "CREATE TABLE parts (code varchar(5), low text GENERATED ALWAYS AS (lower(code)) STORED); ALTER TABLE parts ALTER COLUMN low DROP EXPRESSION; ALTER TABLE parts ALTER COLUMN code TYPE varchar(9)",
      "DROP VIEW totals; ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "CREATE POLICY mine ON orders USING (note <> ''); DROP POLICY mine ON orders; ALTER TABLE orders ALTER COLUMN note TYPE varchar",
      "ALTER TABLE orders ALTER COLUMN note TYPE int USING note::int",
      "ALTER TABLE orders ALTER COLUMN placed TYPE text",
      "ALTER TABLE orders ALTER COLUMN placed TYPE date",
    ],
  },
});

/** The generated column, policy or trigger whose definition names the column; null without one. */
function readerOf({ columns, policies = [], triggers }: Table, column: string): string | null {
  const computed = columns.find(({ generated, computedFrom = [] }) => generated !== null && computedFrom.includes(column));
  if (computed !== undefined) return `The generated column ${sqlText.identifier(computed.name)}`;
  const policy = policies.find(({ reads }) => reads.includes(column));
  if (policy !== undefined) return `The policy ${sqlText.identifier(policy.name)}`;
  const trigger = triggers.find(({ reads }) => reads?.includes(column) === true);
  return trigger === undefined ? null : `The trigger ${sqlText.identifier(trigger.name)}`;
}

/** The parent from which the table has the column; null where it has it of its own. */
function ancestorWith(table: RelationName, column: string, moment: Moment): string | null {
  const known = moment.table(table);
  const parents = [...(known?.inherits ?? []), ...(known?.partitionOf == null ? [] : [known.partitionOf])];
  const has = (key: string) => moment.catalog.tables.get(key)?.columns.some(({ name }) => name === column) === true;
  return parents.find(has) ?? null;
}
