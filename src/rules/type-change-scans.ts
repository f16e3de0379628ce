import type { RelationName } from "../model/relation-name.js";
import { grownWork, nameOfKey, rootsOf, seenOn } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, OWN_TRANSACTION, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const typeChangeScans = defineRule({
  id: "type-change-scans",
  hazard: "blocks-reads",
  severity: "error",
  title: "The type change reads the table or rebuilds indexes",
  effect:
    "The rows stay as they are, yet a CHECK is checked again or an index is built anew for each of them, under ACCESS EXCLUSIVE.",
  remedy: "Drop and re-create the index concurrently around the change, or validate the constraint in a step of its own.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  priorArt: { strong_migrations: ["change_column_constraint"], online_migrations: ["change_column_constraint"] },
  on: "alter-column-type",

  *predict({ table: changed, column, type }, moment) {
    const kept = grownWork(moment).filter((relation) => !moment.effects.rewrites.includes(relation));
    for (const [root, work] of rootsOf(kept, moment)) {
      const table = nameOfKey(root);
      const reason = moment.effects.scans.find(({ relation }) => work.includes(relation))?.reason ?? "reads it";
      yield {
        table,
        message: `The change of ${column} to ${type.text} leaves the rows of ${sqlText.name(table)} as they are, yet it ${reason} while nobody can read or write the table.`,
        fix: fixOf(
          ...withoutScan(
            table,
            column,
            `${writtenText(moment) ?? `ALTER TABLE ${sqlText.name(changed)} ALTER COLUMN ${sqlText.identifier(column)} TYPE ${type.text}`};`,
            moment,
          ),
        ),
        witnesses: seenOn(work, moment),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(50)); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note varchar(50), placed_at timestamptz NOT NULL DEFAULT now()); INSERT INTO customers SELECT n, 'c' || n FROM generate_series(1, 200) n; INSERT INTO orders (id, customer_id, total, note) SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; ALTER TABLE orders ADD CONSTRAINT note_short CHECK (length(note) < 90);",
    bad: ["ALTER TABLE orders ALTER COLUMN note TYPE text"],
    good: ["ALTER TABLE customers ALTER COLUMN email TYPE text"],
  },
});

/** The change with its CHECKs and indexes taken off before, and put back after, in ways that let others through. */
function withoutScan(table: RelationName, column: string, change: string, moment: Moment): readonly string[] {
  const text = sqlText.name(table);
  const checks = (moment.table(table)?.constraints ?? []).filter(
    ({ type, validated, expression }) => type === "check" && validated && (expression?.columns.includes(column) ?? false),
  );
  const built = new Set(moment.effects.indexBuilds.map(({ index }) => index));
  const indexes = moment.indexesOf(table).filter(({ name }) => built.has(name));
  return [
    ...indexes.map(
      (index) =>
        `-- take down the definition of ${index.name}: SELECT pg_get_indexdef(${sqlText.literal(sqlText.name(index))}::regclass)`,
    ),
    ...indexes.filter(({ constraint }) => constraint === null).map((index) => `DROP INDEX CONCURRENTLY ${sqlText.name(index)};`),
    ...checks.map(({ name }) => `ALTER TABLE ${text} DROP CONSTRAINT ${sqlText.identifier(name)};`),
    change,
    ...checks.map(
      ({ name, expression }) =>
        `ALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(name)} CHECK (${expression?.text ?? ""}) NOT VALID;`,
    ),
    ...(checks.length === 0 ? [] : [OWN_TRANSACTION]),
    ...checks.map(({ name }) => `ALTER TABLE ${text} VALIDATE CONSTRAINT ${sqlText.identifier(name)};`),
    ...indexes.map(({ name }) => `-- ${name} again, with CREATE INDEX CONCURRENTLY`),
  ];
}
