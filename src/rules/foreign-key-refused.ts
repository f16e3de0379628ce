import { indexesOf } from "../catalog/dependents.js";
import type { Table } from "../model/catalog.js";
import type { ColumnDefinition, ConstraintDefinition, TypeReference } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const foreignKeyRefused = defineRule({
  id: "foreign-key-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "The server refuses this foreign key",
  effect:
    "What a foreign key points to must be a primary key, a unique constraint or a unique index over exactly those columns, not partial and without expressions, and the types must compare.",
  remedy: "Point it to the key, or make what it points to unique first.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: { "postgres-language-server": ["typecheck"] },
  on: ["add-constraint", "add-column", "create-table"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const own: readonly Pick<ColumnDefinition, "name" | "type">[] =
      operation.kind === "create-table"
        ? operation.columns
        : operation.kind === "add-column"
          ? [operation.column]
          : (moment.table(operation.table)?.columns ?? []);
    const constraints =
      operation.kind === "create-table"
        ? [...operation.constraints, ...operation.columns.flatMap(withColumn)]
        : operation.kind === "add-column"
          ? withColumn(operation.column)
          : [operation.constraint];
    for (const constraint of constraints) {
      const refusal = refusalOf(constraint, own, moment);
      if (refusal === null || !knowsNames(moment)) continue;
      yield {
        table: operation.table,
        message: `${refusal}, so the server refuses the foreign key.`,
        witnesses: [{ kind: "error", sqlstates: ["42830", "42804", "42P01"] }],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY, email text, code text); CREATE UNIQUE INDEX customers_email ON customers (email); CREATE UNIQUE INDEX customers_code ON customers (code) WHERE code <> ''; CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, customer_email text, customer_code text); CREATE TABLE rates (region text, rate int); CREATE TABLE prices (amount numeric PRIMARY KEY);",
    bad: [
      "CREATE TABLE bills (region text REFERENCES rates (region))",
      "CREATE TABLE bills (region text REFERENCES rates)",
      "ALTER TABLE orders ADD FOREIGN KEY (customer_code) REFERENCES customers (code) NOT VALID",
      "ALTER TABLE orders ADD FOREIGN KEY (customer_email) REFERENCES customers (id) NOT VALID",
      "CREATE TABLE refunds (customer_id uuid REFERENCES customers (id))",
      "ALTER TABLE orders ADD COLUMN payer text REFERENCES customers",
      {
        title: "no cast leads there without being asked for",
        up: "CREATE TABLE refunds (customer_id numeric REFERENCES customers)",
      },
      "CREATE TABLE refunds (amount float8 REFERENCES prices)",
      "ALTER TABLE orders ADD COLUMN payer jsonb REFERENCES customers",
    ],
    good: [
      "ALTER TABLE rates ADD UNIQUE (region); CREATE TABLE bills (region text REFERENCES rates (region))",
      "ALTER TABLE orders ADD FOREIGN KEY (customer_email) REFERENCES customers (email) NOT VALID",
      "ALTER TABLE orders ADD COLUMN payer int REFERENCES customers",
      "CREATE TABLE refunds (amount int REFERENCES prices)",
      "CREATE TABLE refunds (customer_id bigint REFERENCES customers)",
      "CREATE TABLE tree (id bigint PRIMARY KEY, parent_id bigint REFERENCES tree (id))",
    ],
  },
});

function withColumn({ name, constraints }: ColumnDefinition): readonly ConstraintDefinition[] {
  return constraints.map((constraint) => (constraint.columns.length === 0 ? { ...constraint, columns: [name] } : constraint));
}

function refusalOf(
  { references, columns }: ConstraintDefinition,
  own: readonly Pick<ColumnDefinition, "name" | "type">[],
  moment: Moment,
): string | null {
  const parent = references === null ? undefined : moment.table(references.table);
  if (references === null || parent === undefined || parent.columns.length === 0) return null;
  const text = sqlText.name(references.table);
  const keys = keysOf(parent, moment);
  const primary = parent.constraints.find(({ type }) => type === "primary-key")?.columns;
  const target = references.columns.length > 0 ? references.columns : primary;
  // A key may come with what the history does not tell: columns of a table elsewhere, or a foreign server's.
  const isTold = keys.length > 0 || (parent.kind === "table" && parent.moreColumns !== true);
  if (target === undefined) return isTold && keys.length === 0 ? `${text} has no primary key` : null;
  if (isTold && !keys.some((key) => sameSet(key, target))) return `No unique key of ${text} is over (${target.join(", ")})`;
  for (const [at, column] of columns.entries()) {
    const from = own.find(({ name }) => name === column)?.type;
    const to = parent.columns.find(({ name }) => name === target[at])?.type;
    if (from !== undefined && to !== undefined && !compares(from, to))
      return `${sqlText.identifier(column)} is ${from.text}, and ${text}.${sqlText.identifier(target[at] ?? "")} is ${to.text}`;
  }
  return null;
}

function keysOf(table: Table, { catalog }: Moment): readonly (readonly string[])[] {
  const indexes = indexesOf(`${table.schema}.${table.name}`, catalog).filter(
    ({ unique, partial, columns }) => unique && !partial && !columns.includes(null),
  );
  return [
    ...table.constraints.filter(({ type }) => type === "primary-key" || type === "unique").map(({ columns }) => columns),
    ...indexes.map(({ columns }) => columns.filter((column) => column !== null)),
  ];
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

/**
 * Which types a key of a type takes: those that its own = compares with, or that turn into it by an implicit cast
 * (ATAddForeignKeyConstraint in tablecmds.c; every pair measured on 15 and 18). Of a type that is not here nothing is said.
 */
const TAKES: Readonly<Record<string, string>> = {
  ...all("int2 int4 int8", "int2 int4 int8"),
  ...all("numeric", "int2 int4 int8 numeric"),
  ...all("float4 float8", "int2 int4 int8 numeric float4 float8"),
  ...all("text varchar", "text varchar bpchar name citext"),
  ...all("bpchar", "text varchar bpchar"),
  ...all("name", "text varchar bpchar name"),
  ...all("citext", "citext"),
  ...all("date timestamp timestamptz", "date timestamp timestamptz"),
  ...all("uuid", "uuid"),
  ...all("bool", "bool"),
  ...all("jsonb", "jsonb"),
  ...all("bytea", "bytea"),
};

function all(types: string, takes: string): Readonly<Record<string, string>> {
  return Object.fromEntries(types.split(" ").map((type) => [type, takes]));
}

function compares(from: TypeReference, to: TypeReference): boolean {
  const takes = from.array || to.array || !(from.name in TAKES) ? undefined : TAKES[to.name];
  return takes === undefined || takes.split(" ").includes(from.name);
}
