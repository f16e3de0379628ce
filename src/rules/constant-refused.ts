import type { Column } from "../model/catalog.js";
import type { GivenValue, Operation, TypeReference } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { constantFault } from "../postgres/constant-fault.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
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
  on: ["insert", "update", "set-default", "add-column", "create-table"],

  *predict(operation, moment) {
    for (const { column, type, value } of pairsOf(operation, moment)) {
      if (type.array || moment.type(type) !== undefined || !isBuiltIn(type)) continue;
      const fault = constantFault(type, value);
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
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, code varchar(5), paid boolean, ref uuid, day date, meta jsonb); INSERT INTO orders (id) VALUES (1);",
    bad: [
      "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 'abc'",
      "INSERT INTO orders (id, code) VALUES (2, 'too long')",
      "INSERT INTO orders (id, total) VALUES (2, 3000000000)",
      "UPDATE orders SET paid = 'maybe' WHERE id = 1",
      "ALTER TABLE orders ADD COLUMN n uuid DEFAULT 'none'",
      "INSERT INTO orders (id, meta) VALUES (2, '{a: 1}')",
      "CREATE TABLE plans (id int, price int DEFAULT 'free')",
    ],
    good: [
      "ALTER TABLE orders ALTER COLUMN total SET DEFAULT '0'",
      "INSERT INTO orders (id, code, total, paid, ref, day, meta) VALUES (2, 'abc  ', ' 42 ', 'yes', '{A0EEBC99-9C0B4EF8BB6D6BB9BD380A11}', 'tomorrow', '{\"a\": 1}')",
      "UPDATE orders SET code = 'abc    ' WHERE id = 1",
      "INSERT INTO orders (id, total) VALUES (2, -7)",
    ],
  },
});

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

function isBuiltIn({ schema }: TypeReference): boolean {
  return schema === null || schema === "pg_catalog";
}
