import type { Expression, Operation } from "../model/operation.js";
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
    "Index expressions, predicates of indexes and generated columns take only IMMUTABLE functions. What depends on the time zone, DateStyle, the locale or the moment is STABLE or VOLATILE, and the server refuses it (42P17).",
  remedy:
    "Say what it depends on: placed_at AT TIME ZONE 'UTC' instead of placed_at, to_tsvector('english', …) instead of to_tsvector(…), || instead of concat().",
  source: "https://www.postgresql.org/docs/current/xfunc-volatility.html",
  priorArt: {},
  on: ["create-index", "add-column", "create-table"],

  *predict(operation, moment) {
    if (moment.site.inside !== "statement" || !knowsNames(moment)) return;
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
      "CREATE INDEX ON orders USING gin (to_tsvector(title))",
      "CREATE INDEX ON orders (rank(id))",
      "CREATE INDEX ON orders (public.rank(id))",
      "ALTER TABLE orders ADD COLUMN day text GENERATED ALWAYS AS (to_char(placed_at, 'YYYY-MM-DD')) STORED",
      "CREATE TABLE people (first text, last text, name text GENERATED ALWAYS AS (concat(first, ' ', last)) STORED)",
    ],
    good: [
      "CREATE INDEX ON orders (date_trunc('day', placed_at AT TIME ZONE 'UTC'))",
      "CREATE INDEX ON orders (date_trunc('day', entered_at))",
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

function generated(table: RelationName, column: string, expression: Expression | undefined): readonly Written[] {
  return expression === undefined ? [] : [{ table, text: expression.text, what: `The column ${sqlText.identifier(column)}` }];
}

function columnsOf(operation: Operation, moment: Moment) {
  if (operation.kind === "create-table") return operation.columns;
  return operation.kind === "create-index" || operation.kind === "add-column"
    ? (moment.table(operation.table)?.columns ?? [])
    : [];
}
