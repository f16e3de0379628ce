import { valuesOf } from "../catalog/apply/samples.js";
import { isLookUp } from "../catalog/is-look-up.js";
import type { Sample, Table } from "../model/catalog.js";
import type { Operation, OperationOf } from "../model/operation.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { holding, twice, uniqueKeys, violates } from "./known-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const insertBreaksConstraint = defineRule({
  id: "insert-breaks-constraint",
  hazard: "fails-on-data",
  severity: "error",
  title: "An INSERT that a constraint refuses",
  effect:
    "A key that a row already has, a value that a CHECK forbids, NULL where it may not be, or a reference to a row that is not there: the statement fails, and the migration with it.",
  remedy: "Give other values, insert what is referenced first, or say ON CONFLICT DO NOTHING where the row may be there already.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html",
  priorArt: {},
  on: "insert",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table, values, onConflict } = operation;
    const known = moment.table(table);
    if (known === undefined || values === undefined || known.moreColumns === true || !knowsNames(moment)) return;
    if (known.triggers.some(({ timing, events }) => timing !== "after" && events.includes("insert"))) return;
    // Of a query over tables nobody knows whether it gives a row.
    if (operation.source === "select" && operation.reads.length > 0) return;
    const many = operation.source === "select" && operation.rows !== 1;
    const rows = values.map((row): Sample => ({ values: valuesOf(operation, row, known), many }));
    const refusal =
      forbidden(rows, known, operation) ??
      outOfDomain(rows, known, moment) ??
      (onConflict === "none" ? taken(rows, known, moment) : null) ??
      (onConflict === "none" ? null : takenBeside(rows, known, moment)) ??
      (onConflict === "update" ? updatedTwice(rows, known, moment) : null) ??
      orphan(rows, known, moment) ??
      (onConflict === "none" ? numbered(rows, known, moment) : null);
    if (refusal === null) return;
    yield {
      table,
      message: `${refusal.words}, so the INSERT into ${sqlText.name(table)} fails.`,
      ...(refusal.sure ? {} : { severity: "warning" as const }),
      witnesses:
        refusal.sure && (refusal.shown ?? true)
          ? [{ kind: "error", sqlstates: ["23505", "23514", "23502", "23503", "21000"] }]
          : [],
    };
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY, age int NOT NULL CHECK (age > 0), state text DEFAULT 'new' CHECK (state IN ('new', 'old')), email text UNIQUE);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE people (name text, mail mail);
CREATE TABLE sorts (code text PRIMARY KEY, name text); INSERT INTO sorts VALUES ('a', 'A'), ('b', 'B'); CREATE TABLE ranks (kind text REFERENCES sorts);`,
    bad: [
      "INSERT INTO customers (id, age) VALUES (1, -3)",
      "INSERT INTO customers (id, age) VALUES (1, NULL)",
      "INSERT INTO customers (id, age, state) VALUES (1, 3, 'lost')",
      { title: "a domain's check", up: "INSERT INTO people VALUES ('a', 'nobody')" },
      {
        title: "the same key twice, of which ON CONFLICT would update the second",
        up: "INSERT INTO customers (id, age) VALUES (1, 3), (1, 4) ON CONFLICT (id) DO UPDATE SET age = excluded.age",
      },
      {
        title: "a new CHECK that leaves the old rows alone",
        up: "ALTER TABLE customers ADD CHECK (state = lower(state)) NOT VALID; ALTER TABLE customers DROP CONSTRAINT customers_state_check; INSERT INTO customers (id, age, state) VALUES (1, 3, 'Old')",
      },
      { title: "the same key twice", up: "INSERT INTO customers (id, age) VALUES (1, 3), (1, 4)" },
      {
        title: "a key of a row of this change",
        up: "INSERT INTO customers (id, age) VALUES (7, 3); INSERT INTO customers (id, age) VALUES (7, 4)",
      },
      {
        title: "a reference to nothing",
        up: "CREATE TABLE kinds (id int PRIMARY KEY); INSERT INTO kinds VALUES (1); CREATE TABLE things (kind int REFERENCES kinds); INSERT INTO things VALUES (2)",
      },
      {
        title: "a key that ON CONFLICT does not name",
        up: "INSERT INTO customers (id, age, email) VALUES (1, 3, 'a'); INSERT INTO customers (id, age, email) VALUES (2, 4, 'a') ON CONFLICT (id) DO NOTHING",
      },
      {
        title: "one constant for every row",
        up: "INSERT INTO customers (id, age, email) SELECT n, 3, 'x' FROM generate_series(1, 9) n",
      },
    ],
    good: [
      "INSERT INTO customers (id, age) VALUES (1, 3), (2, 4)",
      "INSERT INTO ranks (kind) VALUES ('b')",
      "INSERT INTO sorts VALUES ('c', 'C') ON CONFLICT DO NOTHING; INSERT INTO ranks (kind) VALUES ('c')",
      "INSERT INTO customers (id, age) VALUES (1, 3), (1, 4) ON CONFLICT (id) DO NOTHING",
      "INSERT INTO customers (id, age, state) VALUES (1, 3, NULL)",
      "INSERT INTO people VALUES ('a', 'a@b.c'), ('b', NULL)",
      "INSERT INTO customers (id, age) VALUES (1, 3); INSERT INTO customers (id, age) VALUES (1, 3) ON CONFLICT DO NOTHING",
      "CREATE TABLE kinds (id int PRIMARY KEY); INSERT INTO kinds VALUES (1); CREATE TABLE things (kind int REFERENCES kinds); INSERT INTO things VALUES (1), (NULL)",
      "INSERT INTO customers (id, age, email) SELECT n, 3, 'x' || n FROM generate_series(1, 9) n",
    ],
  },
});

interface Refusal {
  readonly words: string;
  /** False where it depends on rows that nobody has seen. */
  readonly sure: boolean;
  /** False where a rehearsal with few rows of its own may not see it. */
  readonly shown?: boolean;
}

function forbidden(rows: readonly Sample[], { columns, constraints }: Table, { values }: OperationOf<"insert">): Refusal | null {
  for (const { values: row } of rows) {
    for (const { type, expression, name, notEnforced } of constraints)
      if (type === "check" && expression !== null && !notEnforced && violates(expression.text, row))
        return { words: `${sqlText.identifier(name)} demands ${expression.text}`, sure: true };
    const missing = columns.find(({ name, notNull }) => notNull && row[name]?.kind === "null");
    // One that the statement leaves out is insert-refused's to tell.
    if (
      missing !== undefined &&
      values?.some((given) => given.some(({ kind }) => kind === "null")) === true &&
      missing.default !== null
    )
      return { words: `${sqlText.identifier(missing.name)} is NOT NULL`, sure: true };
    const written = columns.find(({ name, notNull, default: given }) => notNull && given === null && row[name]?.kind === "null");
    if (written !== undefined && values?.flat().some(({ kind }) => kind === "null") === true)
      return { words: `${sqlText.identifier(written.name)} is NOT NULL`, sure: true };
  }
  return null;
}

/** A domain's CHECKs hold for VALUE, whatever table it stands in. */
function outOfDomain(rows: readonly Sample[], { columns }: Table, moment: Moment): Refusal | null {
  for (const { name, type } of columns) {
    const domain = type.array ? undefined : moment.type(type)?.domain;
    if (domain == null) continue;
    for (const { values } of rows) {
      const given = values[name];
      if (given === undefined) continue;
      if (domain.notNull && given.kind === "null") return { words: `${type.text} is NOT NULL`, sure: true };
      const broken = domain.checks.find(({ text }) => text !== "" && violates(text, { value: given }));
      if (broken !== undefined) return { words: `${type.text} demands ${broken.text}`, sure: true };
    }
  }
  return null;
}

function taken(rows: readonly Sample[], table: Table, moment: Moment): Refusal | null {
  for (const { name, columns } of uniqueKeys(table, moment)) {
    const own = twice(rows, columns);
    if (own !== null) return { words: `${own} comes twice for ${sqlText.identifier(name)}`, sure: true };
    const row = rows.find(({ values }) => holding(table.samples ?? [], columns, values) !== undefined);
    const words = row === undefined ? "" : columns.map((column) => textOf(row, column)).join(", ");
    if (row !== undefined) return { words: `A row with ${columns.join(", ")} = ${words} was inserted before`, sure: true };
  }
  return null;
}

/** The unique key that ON CONFLICT names by its columns. */
function arbiterOf(table: Table, moment: Moment): { readonly columns: readonly string[] } | undefined {
  const target = /\bon\s+conflict\s*\(([^()]*)\)/iu.exec(moment.statement.text)?.[1];
  const named = target?.split(",").map((each) => each.trim().replaceAll('"', ""));
  return uniqueKeys(table, moment).find(({ columns }) => [...columns].sort().join() === named?.sort().join());
}

/** ON CONFLICT minds the key that it names; any other is refused as ever (manual, INSERT). */
function takenBeside(rows: readonly Sample[], table: Table, moment: Moment): Refusal | null {
  const [arbiter, samples] = [arbiterOf(table, moment), table.samples ?? []];
  if (arbiter === undefined) return null;
  const fresh = rows.filter(({ values }) => holding(samples, arbiter.columns, values) === undefined);
  for (const { columns } of uniqueKeys(table, moment)) {
    if (columns.join() === arbiter.columns.join()) continue;
    const row = fresh.find(({ values }) => holding(samples, columns, values) !== undefined);
    if (row === undefined) continue;
    const words = columns.map((column) => textOf(row, column)).join(", ");
    return { words: `Another row with ${columns.join(", ")} = ${words} was inserted before`, sure: true };
  }
  return null;
}

/** One INSERT may not update a row twice (ExecOnConflictUpdate in nodeModifyTable.c). */
function updatedTwice(rows: readonly Sample[], table: Table, moment: Moment): Refusal | null {
  const arbiter = arbiterOf(table, moment);
  const own = arbiter === undefined ? null : twice(rows, arbiter.columns);
  return own === null ? null : { words: `${own} comes twice, and ON CONFLICT may not update a row a second time`, sure: true };
}

function textOf({ values }: Sample, column: string): string {
  const value = values[column];
  return value?.kind === "constant" ? value.text : "?";
}

/** A reference to a table all of whose rows are known, and which has no such row. */
function orphan(rows: readonly Sample[], table: Table, moment: Moment): Refusal | null {
  for (const { references, columns, notEnforced, type } of table.constraints) {
    if (type !== "foreign-key" || references === null || notEnforced) continue;
    const parent = moment.catalog.tables.get(references.table);
    if (
      parent === undefined ||
      !(parent.origin === "change" ? parent.rows !== null : isLookUp(references.table, moment.catalog)) ||
      `${parent.schema}.${parent.name}` === `${table.schema}.${table.name}`
    )
      continue;
    const target =
      references.columns.length > 0
        ? references.columns
        : (parent.constraints.find((each) => each.type === "primary-key")?.columns ?? []);
    const samples = parent.samples ?? [];
    const allKnown =
      samples.length === (parent.rows ?? samples.length) &&
      samples.every(({ many, values }) => !many && target.every((each) => values[each]?.kind === "constant"));
    if (!allKnown || target.length === 0) continue;
    for (const { values } of rows) {
      if (!columns.every((column) => values[column]?.kind === "constant")) continue;
      const wanted = Object.fromEntries(target.map((each, at) => [each, values[columns[at] ?? ""] ?? { kind: "null" as const }]));
      if (holding(samples, target, wanted) === undefined)
        return {
          words: `${sqlText.name(nameOfKey(references.table))} has no row for ${columns.map((column) => textOf({ values, many: false }, column)).join(", ")}`,
          sure: true,
        };
    }
  }
  return null;
}

function movesSequence(operation: Operation): boolean {
  if (operation.kind === "alter-sequence") return operation.restart;
  return operation.kind === "select" && operation.calls.some(({ name }) => name === "setval");
}

/** Small numbers for a key that a sequence fills: the application's rows have them. */
function numbered(rows: readonly Sample[], table: Table, moment: Moment): Refusal | null {
  if (!moment.mayHoldRows(`${table.schema}.${table.name}`) || table.rows === 0) return null;
  for (const { columns } of uniqueKeys(table, moment)) {
    const [name, ...others] = columns;
    const column = table.columns.find((each) => each.name === name);
    if (column === undefined || others.length > 0) continue;
    const counts = column.identity || column.default?.includes("nextval(") === true;
    const given = rows.map(({ values }) => values[column.name]).find((value) => value?.kind === "constant");
    if (!counts || given?.kind !== "constant" || !/^[1-9]\d{0,2}$/u.test(given.text)) continue;
    // Where the history itself gives numbers by hand, the table is kept by migrations, not by the application.
    if (table.samples?.some(({ values }) => values[column.name]?.kind === "constant") === true) continue;
    return {
      words: `The sequence of ${sqlText.identifier(column.name)} gives out its numbers from 1 on, and a row most likely has ${given.text}`,
      // Who moves the sequence on afterwards knows which numbers are taken.
      sure: Number(given.text) <= 10 && !moment.later.some(({ operation }) => movesSequence(operation)),
      shown: false,
    };
  }
  return null;
}
