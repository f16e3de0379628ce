import type { Column, UserType } from "../model/catalog.js";
import type { GivenValue, Operation, OperationOf, TypeReference } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { constantFault } from "../postgres/constant-fault.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const constantRefused = defineRule({
  id: "constant-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "A constant that is no value of its column's type",
  effect:
    "'abc' is no integer, 300 characters do not fit varchar(255), 40000 is no smallint: the statement fails as soon as it runs, even for a default.",
  remedy: "Write a value of the type, or change the type first.",
  source: "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS-GENERIC",
  priorArt: { "postgres-language-server": ["typecheck"] },
  on: ["insert", "update", "set-default", "add-column", "create-table", "select"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    if (operation.kind === "select") {
      yield* nothingToCount(operation, moment);
      return;
    }
    for (const { column, type, value } of pairsOf(operation, moment)) {
      const own = moment.type(type);
      if (type.array || (own === undefined ? !isBuiltIn(type) : own.variety !== "enum")) continue;
      const fault = own === undefined ? constantFault(type, value) : labelFault(own, value);
      if (fault === null || !knowsNames(moment)) continue;
      // A default is not cut to a length before a row takes it.
      const isDefault = operation.kind !== "insert" && operation.kind !== "update";
      if (isDefault && fault !== "no value") continue;
      const table = operation.table;
      yield {
        table,
        hazard: fault === "no value" ? "cannot-run" : "fails-on-data",
        message: `«${value.text}» is ${fault === "no value" ? "no value of" : fault === "too long" ? "longer than" : "out of the range of"} ${type.text}, the type of ${sqlText.name(table)}.${sqlText.identifier(column)}: the statement fails.`,
        witnesses: [{ kind: "error", sqlstates: ["22P02", "22001", "22003", "22007", "22008"] }],
      };
      return;
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, code varchar(5), paid boolean, ref uuid, day date, meta jsonb); INSERT INTO orders (id) VALUES (1); CREATE TYPE state AS ENUM ('new', 'old'); ALTER TABLE orders ADD COLUMN state state;",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 'abc'",
      { title: "a label that the enum does not have", up: "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'" },
      "INSERT INTO orders (id, code) VALUES (2, 'too long')",
      "INSERT INTO orders (id, total) VALUES (2, 3000000000)",
      "UPDATE orders SET paid = 'maybe' WHERE id = 1",
      "ALTER TABLE orders ADD COLUMN n uuid DEFAULT 'none'",
      "INSERT INTO orders (id, meta) VALUES (2, '{a: 1}')",
      "CREATE TABLE plans (id int, price int DEFAULT 'free')",
      {
        title: "0 for a sequence",
        up: "CREATE TABLE plans (id serial PRIMARY KEY); SELECT setval('plans_id_seq', (SELECT coalesce(max(id), 0) FROM plans))",
      },
    ],
    good: [
      "CREATE TABLE plans (id serial PRIMARY KEY); SELECT setval('plans_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM plans), false)",
      "CREATE TABLE plans (id serial PRIMARY KEY); INSERT INTO plans DEFAULT VALUES; SELECT setval('plans_id_seq', (SELECT coalesce(max(id), 0) FROM plans))",
      "ALTER TABLE orders ALTER COLUMN total SET DEFAULT '0'",
      "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'old'",
      {
        title: "a label that came before",
        up: "ALTER TYPE state ADD VALUE 'open'; ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'",
        transaction: "statement",
      },
      "INSERT INTO orders (id, code, total, paid, ref, day, meta) VALUES (2, 'abc  ', ' 42 ', 'yes', '{A0EEBC99-9C0B4EF8BB6D6BB9BD380A11}', 'tomorrow', '{\"a\": 1}')",
      "UPDATE orders SET code = 'abc    ' WHERE id = 1",
      "INSERT INTO orders (id, total) VALUES (2, -7)",
    ],
  },
});

/** `setval(…, (SELECT coalesce(max(id), 0) FROM t))` of a table without rows: a sequence that counts up has no 0 (manual, CREATE SEQUENCE). */
function* nothingToCount({ calls }: OperationOf<"select">, moment: Moment): Iterable<Prediction> {
  if (!calls.some(({ name }) => name === "setval")) return;
  const found =
    /,\s*\(\s*select\s+coalesce\s*\(\s*max\s*\([^()]*\)\s*,\s*0\s*\)\s+from\s+((?:"?[\w$]+"?\.)?"?[\w$]+"?)\s*\)\s*[,)]/iu.exec(
      moment.statement.text,
    )?.[1];
  const [table = "", schema = null] = found?.replaceAll('"', "").split(".").reverse() ?? [];
  const counted = moment.table({ schema, name: table });
  const counts = /\bminvalue\b/iu;
  if (counted?.rows !== 0 || counted.origin !== "change" || !knowsNames(moment)) return;
  if (moment.earlierOf("create-table", "create-sequence").some(({ statement }) => counts.test(statement.text))) return;
  yield {
    table: { schema, name: table },
    message: `${sqlText.name({ schema, name: table })} holds no rows, so setval gets 0, which is below the first number of the sequence: the statement fails.`,
    remedy: "setval(…, coalesce(max, 0) + 1, false), which holds for an empty table as well.",
    witnesses: [{ kind: "error", sqlstates: ["22003"] }],
  };
}

interface Pair {
  readonly column: string;
  readonly type: TypeReference;
  readonly value: Extract<GivenValue, { kind: "constant" }>;
}

function* pairsOf(operation: Operation, moment: Moment): Iterable<Pair> {
  switch (operation.kind) {
    case "insert": {
      // A query's constants have types of their own.
      if (operation.source !== "values") return;
      const columns = columnsOf(operation.table, moment);
      const named =
        operation.columns.length === 0 ? columns : operation.columns.map((name) => columns.find((each) => each.name === name));
      for (const row of operation.values ?? []) for (const [at, value] of row.entries()) yield* pair(named[at], value);
      return;
    }
    case "update": {
      const columns = columnsOf(operation.table, moment);
      for (const [at, name] of operation.columns.entries())
        yield* pair(
          columns.find((each) => each.name === name),
          operation.values?.[at],
        );
      return;
    }
    case "set-default":
      return yield* pair(moment.column(operation.table, operation.column), quoted(operation.expression.text));
    case "add-column":
      return yield* pair(operation.column, quoted(operation.column.default?.text));
    case "create-table":
      if (operation.ifNotExists && moment.table(operation.table) !== undefined) return;
      for (const column of operation.columns) yield* pair(column, quoted(column.default?.text));
  }
}

function columnsOf(table: RelationName, moment: Moment): readonly Column[] {
  const known = moment.table(table);
  return known === undefined || known.moreColumns === true ? [] : known.columns;
}

function* pair(column: Pick<Column, "name" | "type"> | undefined, value: GivenValue | undefined): Iterable<Pair> {
  if (column !== undefined && value?.kind === "constant") yield { column: column.name, type: column.type, value };
}

/** A bare string; numbers of a default are left to those who can do arithmetic. */
function quoted(text: string | undefined): GivenValue | undefined {
  const inner = /^'((?:[^']|'')*)'$/u.exec(text?.trim() ?? "")?.[1];
  return inner === undefined ? undefined : { kind: "constant", text: inner.replaceAll("''", "'"), quoted: true };
}

/** An enum takes its labels, letter by letter (enum_in in enum.c). */
function labelFault({ labels }: UserType, { text, quoted }: Pair["value"]): "no value" | null {
  return labels.length === 0 || !quoted || labels.includes(text) ? null : "no value";
}

function isBuiltIn({ schema }: TypeReference): boolean {
  return schema === null || schema === "pg_catalog";
}
