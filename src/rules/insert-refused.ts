import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { uniqueKeys } from "./known-rows.js";
import { requiredColumn } from "./required-column.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const insertRefused = defineRule({
  id: "insert-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refuses this INSERT",
  effect:
    "A list with more or fewer values than columns, a label that an enum lacks, or nothing for a column that is NOT NULL and has no default fails before a row is written.",
  remedy: "Name the columns, and give each required one a value.",
  source: "https://www.postgresql.org/docs/current/sql-insert.html",
  priorArt: { bytebase: ["STATEMENT_INSERT_MUST_SPECIFY_COLUMN"] },
  on: "insert",
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table } = operation;
    const known = moment.table(table);
    if (
      known === undefined ||
      known.kind !== "table" ||
      known.moreColumns === true ||
      known.columns.length === 0 ||
      operation.rows === 0
    )
      return;
    const refusal = tooMany(operation, moment) ?? tooFew(operation) ?? badLabel(operation, moment) ?? noArbiter(known, moment);
    if (refusal !== null && knowsNames(moment)) {
      yield {
        table,
        message: `${refusal}, so the server refuses the INSERT.`,
        witnesses: [{ kind: "error", sqlstates: ["42601", "22P02", "42P10", "55000"] }],
      };
      return;
    }
    const required = requiredColumn(known, columnsOf(operation, moment), moment);
    // Triggers may fill it in before the server looks.
    if (required === undefined || operation.source === "default" || fillsRows(known) || !knowsNames(moment)) return;
    yield {
      table,
      hazard: "fails-on-data",
      message: `${sqlText.name(table)}.${sqlText.identifier(required.name)} is NOT NULL and has no default, and this INSERT gives it no value: it fails.`,
      witnesses: [{ kind: "error", sqlstates: ["23502"] }],
    };
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE orders (id bigint PRIMARY KEY, owner text NOT NULL, state state, note text);",
    bad: [
      "INSERT INTO orders (id, note) VALUES (1, 'a')",
      "INSERT INTO orders (id, owner) VALUES (1, 'a', 'b')",
      "INSERT INTO orders (id, owner, state) VALUES (1, 'a', 'lost')",
      "INSERT INTO orders (id, owner, note) SELECT id + 1000, owner FROM orders",
      {
        title: "a deferrable key to meet",
        up: "ALTER TABLE orders ADD CONSTRAINT one UNIQUE (note) DEFERRABLE; INSERT INTO orders (id, owner, note) VALUES (1, 'a', 'b') ON CONFLICT (note) DO NOTHING",
      },
      { title: "no unique index to meet", up: "INSERT INTO orders (id, owner) VALUES (1, 'a') ON CONFLICT (owner) DO NOTHING" },
    ],
    good: [
      "INSERT INTO orders (id, owner) VALUES (1, 'a')",
      "INSERT INTO orders (id, owner, state) VALUES (1, 'a', 'old')",
      "INSERT INTO orders VALUES (1, 'a')",
      "INSERT INTO orders (id, owner) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET owner = 'b'",
      "ALTER TABLE orders ALTER COLUMN owner SET DEFAULT 'x'; INSERT INTO orders (id) VALUES (1)",
    ],
  },
});

function fillsRows({ triggers }: Table): boolean {
  return triggers.some(({ timing, level, events }) => timing !== "after" && level === "row" && events.includes("insert"));
}

function columnsOf({ columns, literals }: OperationOf<"insert">, { table, site }: Moment): readonly string[] {
  if (columns.length > 0 || site.operation.kind !== "insert") return columns;
  const all = table(site.operation.table)?.columns.map(({ name }) => name) ?? [];
  // Without a list the values fill the columns from the left.
  return literals.length === 0 ? all : all.slice(0, Math.max(...literals.map(({ length }) => length)));
}

function tooMany({ table, columns, literals }: OperationOf<"insert">, moment: Moment): string | null {
  const room = columns.length > 0 ? columns.length : (moment.table(table)?.columns.length ?? 0);
  const most = Math.max(0, ...literals.map(({ length }) => length));
  return most > room ? `${most} values stand against ${room} columns of ${sqlText.name(table)}` : null;
}

function tooFew({ columns, values = [] }: OperationOf<"insert">): string | null {
  const least = Math.min(...values.map(({ length }) => length));
  return least < columns.length ? `${columns.length} columns are named, and ${least} values given` : null;
}

function badLabel(operation: OperationOf<"insert">, moment: Moment): string | null {
  for (const [at, name] of columnsOf(operation, moment).entries()) {
    const column = moment.column(operation.table, name);
    const type = column === undefined || column.type.array ? undefined : moment.type(column.type);
    if (type?.variety !== "enum" || type.labels.length === 0) continue;
    const bad = operation.literals.map((row) => row[at] ?? null).find((value) => value !== null && !type.labels.includes(value));
    if (bad != null) return `«${bad}» is no value of ${type.name}`;
  }
  return null;
}

/** ON CONFLICT needs a unique index over just its columns, in any order, without a predicate where it gives none. */
function noArbiter(table: Table, moment: Moment): string | null {
  const target = /\bon\s+conflict\s*\(([\w$\s,]+)\)\s*do\b/iu.exec(moment.statement.text)?.[1];
  if (target === undefined || moment.site.inside !== "statement" || moment.statement.operations.length > 1) return null;
  const wanted = new Set(target.split(",").map((column) => column.trim().toLowerCase()));
  // A column of an upper-case name, or a name with a collation or an operator class, is not read here.
  if ([...wanted].some((column) => !table.columns.some(({ name }) => name === column))) return null;
  const fitting = uniqueKeys(table, moment).filter(
    ({ columns }) => new Set(columns).size === wanted.size && columns.every((column) => wanted.has(column)),
  );
  // The index of a constraint has its name.
  const late = new Set(table.constraints.flatMap(({ name, deferrable }) => (deferrable ? [name] : [])));
  if (fitting.length > 0 && fitting.every(({ name }) => late.has(name)))
    return `The key over (${[...wanted].join(", ")}) is deferrable, which ON CONFLICT does not take`;
  return fitting.length > 0
    ? null
    : `No unique index of ${sqlText.identifier(table.name)} is over just (${[...wanted].join(", ")})`;
}
