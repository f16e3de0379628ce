import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const keyMadeDeferrable = defineRule({
  id: "key-made-deferrable",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A key that becomes deferrable is no arbiter",
  effect:
    "ON CONFLICT takes no deferrable key for an arbiter, and no foreign key may point to one: where the old key was not deferrable, such inserts of the running application fail (42P10, 55000).",
  remedy: "Keep a unique index beside it that is not deferrable, as long as code says ON CONFLICT.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html",
  priorArt: {},
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    if (!constraint.deferrable || (constraint.type !== "unique" && constraint.type !== "primary-key")) return;
    const key = moment.key(table);
    const taken = moment.indexesOf(table).find(({ name }) => name === constraint.usingIndex)?.columns ?? constraint.columns;
    const same = (columns: readonly (string | null)[]) => [...columns].sort().join() === [...taken].sort().join();
    const before = moment.change.base.tables
      .get(key)
      ?.constraints.find(
        ({ type, columns, deferrable }) => (type === "unique" || type === "primary-key") && !deferrable && same(columns),
      );
    if (before === undefined || !moment.isShared(table)) return;
    const deferred = new Set(moment.table(table)?.constraints.flatMap(({ name, deferrable }) => (deferrable ? [name] : [])));
    const left = moment
      .indexesOf(table)
      .some(
        (index) =>
          index.unique &&
          !index.partial &&
          index.name !== constraint.usingIndex &&
          same(index.columns) &&
          !deferred.has(index.constraint ?? ""),
      );
    if (left) return;
    yield {
      table,
      message: `The key of ${sqlText.name(table)} (${taken.map((column) => sqlText.identifier(column ?? "")).join(", ")}) was not deferrable and is from now on: ON CONFLICT over it fails.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE flags (name text, CONSTRAINT one_name UNIQUE (name)); INSERT INTO flags SELECT 'f' || n FROM generate_series(1, 200) n;",
    bad: [
      {
        title: "by way of a new index",
        up: "CREATE UNIQUE INDEX CONCURRENTLY new_name ON flags (name); BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE flags DROP CONSTRAINT one_name; ALTER TABLE flags ADD CONSTRAINT one_name UNIQUE USING INDEX new_name DEFERRABLE; COMMIT",
        transaction: "statement",
      },
    ],
    good: [
      {
        title: "the old key stays",
        up: "CREATE UNIQUE INDEX CONCURRENTLY new_name ON flags (name); ALTER TABLE flags ADD CONSTRAINT two_names UNIQUE USING INDEX new_name DEFERRABLE",
        transaction: "statement",
      },
    ],
  },
});
