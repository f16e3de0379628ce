import type { Fix } from "../model/finding.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { backfill, fillingTrigger, fixOf, LATER_RELEASE, notNullSteps, OWN_TRANSACTION } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const typeChangeRewrites = defineRule({
  id: "type-change-rewrites",
  hazard: "blocks-reads",
  severity: "error",
  title: "The type change writes the table anew",
  effect:
    "The table and all its indexes are written anew while nobody can read or write it, and prepared statements of the application break. Widening a varchar or a numeric, and varchar to text, are free.",
  remedy: "Add a column of the new type, write both, backfill in batches, and switch in a later release.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: {
    squawk: ["changing-column-type"],
    pgfence: ["alter-column-type"],
    strong_migrations: ["change_column"],
    eugene: ["E5"],
    atlas: ["PG301"],
    migrationpilot: ["MP007"],
  },
  on: "alter-column-type",

  *predict({ table, column, type, using }, moment) {
    const rewritten = moment.effects.rewrites.filter((relation) => moment.mayHoldRows(relation));
    for (const [root, work] of rootsOf(rewritten, moment)) {
      const owner = nameOfKey(root);
      const text = sqlText.name(owner);
      const old = moment.column(table, column)?.type.text;
      yield {
        table: owner,
        message: `Nobody can read or write ${text} while ${column} goes from ${old ?? "its type"} to ${type.text}: the table and its indexes are written anew.`,
        fix: inAnotherColumn(owner, column, type.text, using ?? `${sqlText.identifier(column)}::${type.text}`, moment),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); INSERT INTO events SELECT n, '2026-02-02', n FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(20)",
      { title: "a partitioned table", up: "ALTER TABLE events ALTER COLUMN id TYPE numeric" },
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN note TYPE varchar(100)",
      "ALTER TABLE orders ALTER COLUMN note TYPE text",
      "CREATE TABLE refunds (n int); ALTER TABLE refunds ALTER COLUMN n TYPE bigint",
    ],
  },
});

/** Expand, backfill, contract. What hangs on the column has to be made anew by hand, so it is a sketch then. */
function inAnotherColumn(table: RelationName, column: string, type: string, value: string, moment: Moment): Fix {
  const [text, old, fresh] = [sqlText.name(table), sqlText.identifier(column), `${column}_new`];
  const known = moment.column(table, column);
  const bound = [
    ...(moment.table(table)?.constraints ?? []).filter(({ columns }) => columns.includes(column)).map(({ name }) => name),
    ...moment
      .indexesOf(table)
      .filter((index) => index.columns.includes(column) || index.reads.includes(column))
      .map(({ name }) => name),
  ];
  const trigger = fillingTrigger(table, fresh, value);
  const name = sqlText.identifier(fresh);
  const steps = fixOf(
    `ALTER TABLE ${text} ADD COLUMN ${name} ${type};`,
    ...trigger.on,
    ...backfill(table, fresh, value, moment, "same"),
    ...(known?.notNull === true ? [OWN_TRANSACTION, ...notNullSteps(table, [fresh])] : []),
    ...(bound.length === 0 ? [] : [`-- on ${fresh} as well: ${[...new Set(bound)].join(", ")}`]),
    `${LATER_RELEASE}, with the code that takes ${type}`,
    ...trigger.off,
    `ALTER TABLE ${text} DROP COLUMN ${old};`,
    `ALTER TABLE ${text} RENAME COLUMN ${name} TO ${old};`,
    ...(known?.default == null ? [] : [`ALTER TABLE ${text} ALTER COLUMN ${old} SET DEFAULT ${known.default};`]),
  );
  return bound.length === 0 ? { ...steps, differs: `${column} stands last` } : { ...steps, role: "sketch" };
}
