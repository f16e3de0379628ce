import { constantDefault } from "../catalog/constant-default.js";
import { indexesOf } from "../catalog/dependents.js";
import type { Column, Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { knowsNames } from "./known-names.js";
import { twice } from "./known-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const uniqueOverEqualValues = defineRule({
  id: "unique-over-equal-values",
  hazard: "fails-on-data",
  severity: "error",
  title: "A unique key over values that repeat",
  effect:
    "The build fails at the first value that two rows share; with CONCURRENTLY it leaves an invalid index behind, which goes on to refuse writes.",
  remedy: "Find and resolve the duplicates first: SELECT columns, count(*) … GROUP BY columns HAVING count(*) > 1.",
  source: "https://www.postgresql.org/docs/current/indexes-unique.html",
  priorArt: { atlas: ["MF101"], strong_migrations: ["add_unique_constraint"] },
  on: ["create-index", "add-constraint"],

  *predict(operation, moment) {
    const columns = keyOf(operation);
    const { table } = operation;
    const known = moment.table(table);
    if (columns === null || columns.length === 0) return;
    const samples = known?.samples ?? [];
    if (knowsNames(moment) && twice(samples, columns) !== null) {
      yield {
        table,
        message: `Two rows of ${sqlText.name(table)} hold the same in ${columns.join(", ")}, as the SQL that wrote them shows: the unique key cannot be built.`,
        witnesses: [{ kind: "error", sqlstates: ["23505"] }],
      };
      return;
    }
    if (
      moment.mayHoldRows(table) &&
      allNull(operation.kind === "create-index" ? operation : operation.constraint, columns, moment)
    ) {
      yield {
        table,
        message: `Every row of ${sqlText.name(table)} holds NULL in ${columns.join(", ")}, which is new, and NULLS NOT DISTINCT takes them for equal: the unique key cannot be built.`,
        witnesses: [{ kind: "error", sqlstates: ["23505"] }],
      };
      return;
    }
    if (
      !moment.mayHoldRows(table) ||
      isKnownUnique(columns, table, moment) ||
      wasUnique(columns, table, moment) ||
      isResolved(table, moment)
    )
      return;
    const few = known === undefined ? null : fewValues(columns, known, moment);
    yield {
      table,
      severity: few === null ? "warning" : "error",
      message:
        few === null
          ? `If two rows of ${sqlText.name(table)} share ${columns.join(", ")}, the unique key cannot be built; nothing in the schema keeps them apart so far.`
          : `${few}, so rows of ${sqlText.name(table)} share values of ${columns.join(", ")} and the unique key cannot be built.`,
      witnesses: few === null || (known?.rows ?? 0) <= 50 ? [] : [{ kind: "error", sqlstates: ["23505"] }],
    };
  },

  examples: {
    before: `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE orders (id bigint PRIMARY KEY, code text, paid boolean NOT NULL DEFAULT false, state text NOT NULL DEFAULT 'new', mood mood NOT NULL DEFAULT 'ok', owner text);
INSERT INTO orders (id, code, owner) SELECT n, 'c' || n, 'o' || n FROM generate_series(1, 200) n; CREATE TABLE tags (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '' UNIQUE);
INSERT INTO tags SELECT n, 't' || n FROM generate_series(1, 200) n;`,
    bad: [
      "CREATE UNIQUE INDEX one_state ON orders (state)",
      "ALTER TABLE orders ADD CONSTRAINT one_mood UNIQUE (mood)",
      {
        title: "a new column, whose NULLs count as equal",
        up: "ALTER TABLE orders ADD COLUMN token uuid; CREATE UNIQUE INDEX one_token ON orders (token) NULLS NOT DISTINCT",
      },
      { title: "nothing proves it", up: "CREATE UNIQUE INDEX one_code ON orders (code)" },
      {
        title: "rows of this change",
        up: "CREATE TABLE kinds (name text); INSERT INTO kinds VALUES ('a'), ('a'); ALTER TABLE kinds ADD UNIQUE (name)",
      },
    ],
    good: [
      "CREATE UNIQUE INDEX by_id ON orders (id, code)",
      "CREATE TABLE kinds (name text); INSERT INTO kinds VALUES ('a'), ('b'); ALTER TABLE kinds ADD UNIQUE (name)",
      "DELETE FROM orders a USING orders b WHERE a.code = b.code AND a.id > b.id; CREATE UNIQUE INDEX one_code ON orders (code)",
      "CREATE INDEX by_code ON orders (code)",
      "ALTER TABLE orders ADD COLUMN token uuid; CREATE UNIQUE INDEX one_token ON orders (token)",
      {
        title: "the key was there until now",
        up: "ALTER TABLE tags DROP CONSTRAINT tags_name_key; CREATE UNIQUE INDEX tags_name ON tags (name text_pattern_ops)",
      },
    ],
  },
});

/** Columns that are to be unique over all rows; null for anything less plain. */
function keyOf(operation: OperationOf<"create-index" | "add-constraint">): readonly string[] | null {
  if (operation.kind === "add-constraint") {
    const { type, columns, usingIndex } = operation.constraint;
    return (type === "unique" || type === "primary-key") && usingIndex === null ? columns : null;
  }
  if (!operation.unique || operation.where !== null) return null;
  const columns = operation.columns.filter((column) => column !== null);
  return columns.length === operation.columns.length ? columns : null;
}

/** The columns came in this change, without a default, and nothing has filled them since (NULLS NOT DISTINCT: 15 and later). */
function allNull(
  { nullsNotDistinct }: { readonly nullsNotDistinct: boolean },
  columns: readonly string[],
  moment: Moment,
): boolean {
  const operation = moment.site.operation;
  const table = "table" in operation ? operation.table : null;
  if (!nullsNotDistinct || table === null || isFilled(table, moment)) return false;
  const before = moment.change.base.tables.get(moment.key(table))?.columns ?? [];
  return columns.every((column) => {
    const now = moment.column(table, column);
    return now?.default === null && !now.identity && now.generated === null && !before.some(({ name }) => name === column);
  });
}

function isFilled(table: RelationName, moment: Moment): boolean {
  return moment.earlier.some(({ operation, site }) => {
    if (site.inside === "do" || operation.kind === "do-block" || operation.kind === "call" || operation.kind === "rename-column")
      return true;
    const writes = operation.kind === "update" || operation.kind === "merge" || operation.kind === "drop-default";
    return writes && moment.key(operation.table) === moment.key(table);
  });
}

/** A unique key over some of the columns keeps all of them apart; so does a sequence that fills one. */
function isKnownUnique(columns: readonly string[], table: RelationName, moment: Moment): boolean {
  const known = moment.table(table);
  const keyed = (known?.constraints ?? []).some(
    ({ type, columns: own }) => (type === "primary-key" || type === "unique") && own.every((column) => columns.includes(column)),
  );
  const indexed = moment
    .indexesOf(table)
    .some(
      (index) =>
        index.unique &&
        index.valid &&
        !index.partial &&
        index.columns.every((column) => column !== null && columns.includes(column)),
    );
  return keyed || indexed || columns.some((column) => isGenerated(known?.columns.find(({ name }) => name === column)));
}

/** A key that was there before the change kept the rows apart until the change dropped it. */
function wasUnique(columns: readonly string[], table: RelationName, { change, earlierOn, key }: Moment): boolean {
  const before = change.base.tables.get(key(table));
  // The same name may mean other values by now.
  const isOther = earlierOn(table).some(({ operation: { kind } }) => kind === "alter-column-type" || kind === "rename-column");
  if (before === undefined || isOther) return false;
  const isWithin = (own: readonly (string | null)[]) => own.every((column) => column !== null && columns.includes(column));
  return (
    before.constraints.some(({ type, columns: own }) => (type === "primary-key" || type === "unique") && isWithin(own)) ||
    indexesOf(key(table), change.base).some(
      ({ unique, valid, partial, columns: own }) => unique && valid && !partial && isWithin(own),
    )
  );
}

function isGenerated(column: Column | undefined): boolean {
  return column !== undefined && (column.identity || /nextval\(|gen_random_uuid\(|uuid_generate/u.test(column.default ?? ""));
}

/** Something before, in this change, wrote or removed rows of the table, most likely to this end. A column that is new is another rule's. */
function isResolved(table: RelationName, moment: Moment): boolean {
  const key = moment.key(table);
  return moment.earlier.some(({ operation, site }) => {
    if (site.inside === "do" || operation.kind === "do-block" || operation.kind === "call") return true;
    if (
      operation.kind === "update" ||
      operation.kind === "delete" ||
      operation.kind === "merge" ||
      operation.kind === "add-column"
    )
      return moment.key(operation.table) === key;
    return operation.kind === "truncate" && operation.tables.some((each) => moment.key(each) === key);
  });
}

/** A type with a handful of values, or a default that many rows have taken, in the single column of the key. */
function fewValues([only, ...others]: readonly string[], table: Table, moment: Moment): string | null {
  const column = table.columns.find(({ name }) => name === only);
  if (column === undefined || others.length > 0 || table.rows === 1) return null;
  const text = sqlText.identifier(column.name);
  if (column.type.name === "bool") return `${text} knows two values`;
  const type = moment.type(column.type);
  if (type?.variety === "enum" && type.labels.length > 0 && !column.type.array)
    return `${text} knows ${type.labels.length} values`;
  const given = constantDefault(column.default);
  return given.kind === "constant" && column.notNull
    ? `every row that did not say otherwise holds ${given.text} in ${text}`
    : null;
}
