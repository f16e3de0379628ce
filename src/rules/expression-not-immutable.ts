import type { ColumnDefinition, Expression, Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { mutableCallIn } from "../postgres/mutable-call.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const expressionNotImmutable = defineRule({
  id: "expression-not-immutable",
  hazard: "cannot-run",
  severity: "error",
  title: "The expression may come to something else tomorrow",
  effect:
    "Index expressions, predicates of indexes and generated columns take only IMMUTABLE functions. What depends on the time zone, DateStyle, the locale or the moment is STABLE or VOLATILE, and the server refuses it (42P17). A subquery is refused there, and in CHECK and DEFAULT, as well, and DEFAULT names no column (0A000).",
  remedy:
    "Say what it depends on: placed_at AT TIME ZONE 'UTC' instead of placed_at, to_tsvector('english', …) instead of to_tsvector(…), || instead of concat().",
  source: "https://www.postgresql.org/docs/current/xfunc-volatility.html",
  priorArt: {},
  on: ["create-index", "add-column", "create-table", "add-constraint", "set-default"],

  *predict(operation, moment) {
    if (moment.site.inside !== "statement") return;
    const queried = [...expressionsOf(operation, moment), ...ofRows(operation)].find(({ text }) => hasSubquery(text));
    if (queried !== undefined) {
      yield {
        table: queried.table,
        message: `${queried.what} of ${sqlText.name(queried.table)} has a subquery, so the server refuses the statement: it may read the row alone.`,
        remedy: "Put the query into a trigger, or keep what it finds in a column.",
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
      return;
    }
    const reading = defaultsOf(operation).find(({ columns }) => columns.length > 0);
    if (reading !== undefined && "table" in operation && operation.table !== null) {
      yield {
        table: operation.table,
        message: `A default of ${sqlText.name(operation.table)} names ${sqlText.identifier(reading.columns[0] ?? "")}, so the server refuses the statement: a default reads no column.`,
        remedy:
          "Put it into a BEFORE INSERT trigger or a generated column; a word that is meant as text stands in single quotes.",
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
      return;
    }
    if (!knowsNames(moment)) return;
    for (const { table, text, what } of expressionsOf(operation, moment)) {
      const types = new Map(columnsOf(operation, moment).map(({ name, type }) => [name, type]));
      const call = mutableCallIn(text, types, moment.catalog);
      if (call === null) continue;
      yield {
        table,
        message: `${what} of ${sqlText.name(table)} has ${call}, which is not IMMUTABLE, so the server refuses the statement.`,
        witnesses: [{ kind: "error", sqlstates: ["42P17"] }],
      };
      return;
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL DEFAULT now(), entered_at timestamp, title text, body text); INSERT INTO orders (id, title) SELECT n, 't' FROM generate_series(1, 20) n; CREATE FUNCTION rank(n bigint) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN n; END'; CREATE FUNCTION steady_rank(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN n; END';",
    bad: [
      "CREATE INDEX ON orders (date_trunc('day', placed_at))",
      "CREATE INDEX ON orders ((placed_at::date))",
      "CREATE INDEX ON orders (title) WHERE placed_at > now()",
      "CREATE INDEX ON orders (title) WHERE id > (SELECT 5)",
      "ALTER TABLE orders ADD CHECK (id <= (SELECT max(id) FROM orders)) NOT VALID",
      "ALTER TABLE orders ALTER COLUMN title SET DEFAULT (SELECT 'a')",
      { title: "a default of another column", up: "ALTER TABLE orders ADD COLUMN shown text DEFAULT upper(title)" },
      { title: "a word without quotes", up: "CREATE TABLE moods (name text DEFAULT happy)" },
      "CREATE INDEX ON orders USING gin (to_tsvector(title))",
      "CREATE INDEX ON orders (rank(id))",
      "CREATE INDEX ON orders (public.rank(id))",
      "ALTER TABLE orders ADD COLUMN day text GENERATED ALWAYS AS (to_char(placed_at, 'YYYY-MM-DD')) STORED",
      "CREATE TABLE people (first text, last text, name text GENERATED ALWAYS AS (concat(first, ' ', last)) STORED)",
    ],
    good: [
      "CREATE INDEX ON orders (date_trunc('day', placed_at AT TIME ZONE 'UTC'))",
      "CREATE INDEX ON orders (date_trunc('day', entered_at))",
      "ALTER TABLE orders ADD CHECK (title <> '(select)') NOT VALID",
      "CREATE INDEX ON orders ((entered_at::date))",
      "CREATE INDEX ON orders USING gin (to_tsvector('english', title || ' ' || coalesce(body, '')))",
      "CREATE INDEX ON orders (steady_rank(id))",
      "CREATE TABLE people (first text, last text, born timestamptz DEFAULT now(), name text GENERATED ALWAYS AS (first || ' ' || last) STORED)",
    ],
  },
});

interface Written {
  readonly table: RelationName;
  readonly text: string;
  readonly what: string;
}

function expressionsOf(operation: Operation, { statement, table }: Moment): readonly Written[] {
  switch (operation.kind) {
    case "create-index": {
      if (operation.columns.every((column) => column !== null) && operation.where === null) return [];
      // The keys stand behind the table; what stands before it are names.
      const keys = /\bon\s+(?:only\s+)?(?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?([\s\S]*)$/iu.exec(statement.text)?.[1];
      return keys === undefined || table(operation.table) === undefined
        ? []
        : [{ table: operation.table, text: keys, what: "The index" }];
    }
    case "add-column":
      return generated(operation.table, operation.column.name, operation.column.generated?.expression);
    case "create-table":
      return operation.columns.flatMap((column) => generated(operation.table, column.name, column.generated?.expression));
    default:
      return [];
  }
}

function defaultsOf(operation: Operation): readonly Expression[] {
  switch (operation.kind) {
    case "set-default":
      return [operation.expression];
    case "add-column":
      return operation.column.default === null ? [] : [operation.column.default];
    case "create-table":
      return operation.columns.flatMap((column) => column.default ?? []);
    default:
      return [];
  }
}

/** CHECK and DEFAULT, which take any function, and no query (transformSubLink in parse_expr.c). */
function ofRows(operation: Operation): readonly Written[] {
  switch (operation.kind) {
    case "set-default":
      return written(operation.table, `The default of ${sqlText.identifier(operation.column)}`, operation.expression);
    case "add-constraint":
      return written(operation.table, "The check", operation.constraint.expression);
    case "add-column":
      return ofColumn(operation.table, operation.column);
    case "create-table":
      return [
        ...operation.columns.flatMap((column) => ofColumn(operation.table, column)),
        ...operation.constraints.flatMap(({ expression }) => written(operation.table, "The check", expression)),
      ];
    default:
      return [];
  }
}

function ofColumn(table: RelationName, { name, default: value, constraints }: ColumnDefinition): readonly Written[] {
  return [
    ...written(table, `The default of ${sqlText.identifier(name)}`, value),
    ...constraints.flatMap(({ expression }) => written(table, "The check", expression)),
  ];
}

function written(table: RelationName, what: string, expression: Expression | null): readonly Written[] {
  return expression === null ? [] : [{ table, text: expression.text, what }];
}

function hasSubquery(text: string): boolean {
  return /\(\s*select\b/iu.test(text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"/gu, " "));
}

function generated(table: RelationName, column: string, expression: Expression | undefined): readonly Written[] {
  return expression === undefined ? [] : [{ table, text: expression.text, what: `The column ${sqlText.identifier(column)}` }];
}

function columnsOf(operation: Operation, moment: Moment) {
  if (operation.kind === "create-table") return operation.columns;
  return operation.kind === "create-index" || operation.kind === "add-column"
    ? (moment.table(operation.table)?.columns ?? [])
    : [];
}
