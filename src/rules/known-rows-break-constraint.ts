import { constantDefault } from "../catalog/constant-default.js";
import { isLookUp } from "../catalog/is-look-up.js";
import type { Sample, Table } from "../model/catalog.js";
import type { ConstraintDefinition, OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { holding, violates } from "./known-rows.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const knownRowsBreakConstraint = defineRule({
  id: "known-rows-break-constraint",
  hazard: "fails-on-data",
  severity: "error",
  title: "Rows or defaults that the new constraint forbids",
  effect:
    "The check of the existing rows ends at the first that breaks the constraint. Where it is NOT VALID they are not looked at, but inserts that rely on a forbidden default fail from then on.",
  remedy: "Mend the rows and the default first; then add the constraint NOT VALID, and validate it in a later transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {},
  on: ["set-not-null", "add-constraint", "validate-constraint", "add-column", "set-default"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const known = moment.table(operation.table);
    if (operation.kind === "add-column") {
      yield* byNewColumn(operation, moment);
      return;
    }
    if (known === undefined || known.moreColumns === true || !knowsNames(moment)) return;
    if (operation.kind === "set-default") {
      yield* byDefault(operation, known, moment);
      return;
    }
    const samples = known.samples ?? [];
    if (operation.kind === "set-not-null") {
      if (moment.column(operation.table, operation.column)?.notNull !== true && !isNew(operation, moment))
        yield* emptyIn([operation.column], samples, operation.table);
      return;
    }
    const constraint:
      | (Pick<ConstraintDefinition, "type" | "columns" | "expression" | "notValid" | "notEnforced" | "usingIndex"> & {
          readonly references: { readonly table: RelationName | string; readonly columns: readonly string[] } | null;
        })
      | undefined =
      operation.kind === "add-constraint"
        ? operation.constraint
        : known.constraints.find(({ name, validated }) => name === operation.constraint && !validated);
    if (constraint === undefined || constraint.notEnforced) return;
    const skipsRows = operation.kind === "add-constraint" && constraint.notValid;
    if ((constraint.type === "primary-key" || constraint.type === "not-null") && !skipsRows)
      yield* emptyIn(
        constraint.columns.filter((column) => moment.column(operation.table, column)?.notNull !== true),
        samples,
        operation.table,
      );
    if (constraint.type === "foreign-key" && !skipsRows && constraint.references !== null)
      yield* orphans(constraint.columns, constraint.references, known, operation, moment);
    if (constraint.type === "check" && constraint.expression !== null)
      yield* byCheck(constraint.expression.text, skipsRows, known, operation, moment);
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'new', total int CHECK (total > 0)); INSERT INTO orders (id, total) SELECT n, n FROM generate_series(1, 200) n; CREATE TABLE plans (code text PRIMARY KEY, note text); INSERT INTO plans VALUES ('free', 'a'), ('paid', NULL); CREATE TABLE features (plan text, name text); INSERT INTO features VALUES ('paid', 'sso'), ('gold', 'audit');",
    bad: [
      { title: "a row that points to no kind", up: "ALTER TABLE features ADD FOREIGN KEY (plan) REFERENCES plans" },
      {
        title: "a NULL that the change leaves",
        up: "UPDATE plans SET note = 'b' WHERE code = 'free'; ALTER TABLE plans ALTER COLUMN note SET NOT NULL",
      },
      "ALTER TABLE orders ADD CONSTRAINT known_state CHECK (state IN ('open', 'closed'))",
      {
        title: "new inserts fail",
        up: "ALTER TABLE orders ADD CONSTRAINT known_state CHECK (state IN ('open', 'closed')) NOT VALID",
      },
      "ALTER TABLE orders ADD COLUMN rank int DEFAULT 0 CHECK (rank > 0)",
      { title: "a default that a check forbids", up: "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0" },
      {
        title: "rows of this change",
        up: "CREATE TABLE kinds (name text, rank int); INSERT INTO kinds (name) VALUES ('a'); ALTER TABLE kinds ALTER COLUMN rank SET NOT NULL",
      },
      {
        title: "a row of this change",
        up: "CREATE TABLE kinds (name text, rank int); INSERT INTO kinds VALUES ('a', -1); ALTER TABLE kinds ADD CHECK (rank > 0)",
      },
    ],
    good: [
      "DELETE FROM features WHERE plan = 'gold'; ALTER TABLE features ADD FOREIGN KEY (plan) REFERENCES plans",
      "INSERT INTO plans VALUES ('gold', 'c') ON CONFLICT DO NOTHING; ALTER TABLE features ADD FOREIGN KEY (plan) REFERENCES plans",
      "UPDATE plans SET note = 'b' WHERE code = 'paid'; ALTER TABLE plans ALTER COLUMN note SET NOT NULL",
      "ALTER TABLE orders ADD CONSTRAINT known_state CHECK (state IN ('new', 'closed')) NOT VALID",
      "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'; ALTER TABLE orders ADD CONSTRAINT known_state CHECK (state IN ('open', 'closed')) NOT VALID",
      "CREATE TABLE kinds (name text, rank int); INSERT INTO kinds (name) VALUES ('a'); UPDATE kinds SET rank = 1; ALTER TABLE kinds ALTER COLUMN rank SET NOT NULL",
      "ALTER TABLE orders ADD COLUMN rank int DEFAULT 1 CHECK (rank > 0)",
      {
        title: "another default comes with it",
        up: "UPDATE orders SET state = 'open' WHERE state = 'new'; ALTER TABLE orders ADD CONSTRAINT known_state CHECK (state IN ('open', 'closed')), ALTER COLUMN state SET DEFAULT 'open'",
      },
    ],
  },
});

function* emptyIn(
  columns: readonly string[],
  samples: readonly Sample[],
  table: OperationOf<"set-not-null">["table"],
): Iterable<Prediction> {
  for (const column of columns) {
    if (!samples.some(({ values }) => values[column]?.kind === "null")) continue;
    yield {
      table,
      message: `A row of ${sqlText.name(table)} was inserted without ${sqlText.identifier(column)}, and nothing has filled it since: NOT NULL fails.`,
      witnesses: [{ kind: "error", sqlstates: ["23502"] }],
    };
  }
}

/** A row that points to none of a list of kinds. */
function* orphans(
  columns: readonly string[],
  references: { readonly table: RelationName | string; readonly columns: readonly string[] },
  known: Table,
  { table }: OperationOf<"add-constraint" | "validate-constraint">,
  { catalog, key }: Moment,
): Iterable<Prediction> {
  const of = typeof references.table === "string" ? references.table : key(references.table);
  const parent = catalog.tables.get(of);
  if (parent === undefined || !isLookUp(of, catalog)) return;
  const primary = parent.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const target = references.columns.length > 0 ? references.columns : primary;
  const samples = parent.samples ?? [];
  if (!samples.every(({ values }) => target.every((column) => values[column]?.kind === "constant"))) return;
  for (const { values } of known.samples ?? []) {
    const wanted = Object.fromEntries(
      target.map((column, at) => [column, values[columns[at] ?? ""] ?? { kind: "computed" as const }]),
    );
    if (!target.every((column) => wanted[column]?.kind === "constant") || holding(samples, target, wanted) !== undefined)
      continue;
    yield {
      table,
      message: `A row that was inserted into ${sqlText.name(table)} points by ${columns.map(sqlText.identifier).join(", ")} to what no row of ${sqlText.name(nameOfKey(of))} is: the foreign key fails.`,
      witnesses: [{ kind: "error", sqlstates: ["23503"] }],
    };
    return;
  }
}

function* byCheck(
  condition: string,
  skipsRows: boolean,
  table: Table,
  operation: OperationOf<"add-constraint" | "validate-constraint">,
  moment: Moment,
): Iterable<Prediction> {
  const name = sqlText.name(operation.table);
  if (!skipsRows && (table.samples ?? []).some(({ values }) => violates(condition, values))) {
    yield {
      table: operation.table,
      message: `A row that was inserted into ${name} breaks ${condition}: the constraint fails.`,
      witnesses: [{ kind: "error", sqlstates: ["23514"] }],
    };
    return;
  }
  if (operation.kind === "validate-constraint" || !moment.mayHoldRows(operation.table)) return;
  const defaults = Object.fromEntries(
    table.columns.flatMap((column) => (column.default === null ? [] : [[column.name, constantDefault(column.default)] as const])),
  );
  if (!violates(condition, defaults)) return;
  const rewritten = moment.earlier.some(
    ({ operation: other }) => other.kind === "update" && moment.key(other.table) === moment.key(operation.table),
  );
  // The default goes within this change: no insert relies on it afterwards, and who mends it has looked at the rows.
  const goes = moment.laterOn(operation.table).some(
    ({ operation: other }) =>
      (other.kind === "set-default" || other.kind === "drop-default") &&
      !violates(condition, {
        ...defaults,
        [other.column]: other.kind === "set-default" ? constantDefault(other.expression.text) : { kind: "null" },
      }),
  );
  if (goes && (skipsRows || rewritten)) return;
  const breaksInserts = skipsRows || rewritten;
  yield {
    table: operation.table,
    hazard: breaksInserts ? "breaks-old-code" : "fails-on-data",
    ...(goes ? { severity: "warning" as const } : {}),
    message: breaksInserts
      ? `The default in ${name} breaks ${condition}: inserts that rely on it fail.`
      : `The default in ${name} breaks ${condition}: rows that took it make the constraint fail.`,
    // A row with another value in each column is enough for the server to be content.
    witnesses: [],
  };
}

/** The new default is one that a CHECK of the table forbids. */
function* byDefault(
  { table, column, expression }: OperationOf<"set-default">,
  known: Table,
  moment: Moment,
): Iterable<Prediction> {
  const value = constantDefault(expression.text);
  const broken = known.constraints.find(
    ({ type, expression: condition, notEnforced }) =>
      type === "check" && !notEnforced && condition !== null && violates(condition.text, { [column]: value }),
  );
  const mended = moment.later.some(
    ({ operation }) => operation.kind === "drop-constraint" && operation.constraint === broken?.name,
  );
  if (broken === undefined || mended || !moment.isShared(table)) return;
  const before = known.columns.find(({ name }) => name === column);
  yield {
    table,
    hazard: "breaks-old-code",
    // Where the column had to be given, no running insert leaves it out.
    ...(before?.notNull === true && before.default === null ? { severity: "warning" as const } : {}),
    message: `${expression.text} breaks ${broken.expression?.text ?? broken.name}: inserts into ${sqlText.name(table)} that leave ${sqlText.identifier(column)} out fail.`,
    witnesses: [],
  };
}

/** NULL in every row of a table that holds some is set-not-null-on-empty-column's to tell. */
function isNew({ table, column }: OperationOf<"set-not-null">, moment: Moment): boolean {
  return (
    moment.isShared(table) &&
    moment.earlier.some(
      ({ operation }) =>
        operation.kind === "add-column" && operation.column.name === column && moment.key(operation.table) === moment.key(table),
    )
  );
}

/** Every row takes the default of a new column, and is checked with it. */
function* byNewColumn({ table, column, ifNotExists }: OperationOf<"add-column">, moment: Moment): Iterable<Prediction> {
  if (!moment.mayHoldRows(table) || (ifNotExists && moment.column(table, column.name) !== undefined)) return;
  const value = constantDefault(column.default?.text ?? null);
  const broken = column.constraints.find(
    ({ type, expression, notEnforced }) =>
      type === "check" && !notEnforced && expression !== null && violates(expression.text, { [column.name]: value }),
  );
  if (broken === undefined) return;
  yield {
    table,
    message: `Every row of ${sqlText.name(table)} takes ${column.default?.text ?? "NULL"}, which breaks ${broken.expression?.text ?? "the check"}: the server refuses the column.`,
    witnesses: (moment.table(table)?.rows ?? 0) > 0 ? [{ kind: "error", sqlstates: ["23514"] }] : [],
  };
}
