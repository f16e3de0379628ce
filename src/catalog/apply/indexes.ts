import type { Index, Table } from "../../model/catalog.js";
import type { ConstraintDefinition, CreateIndex } from "../../model/operation.js";
import { generatedName } from "../generated-names.js";
import { keyOf } from "../key-of.js";
import { calledRoutines } from "./called-routines.js";
import { familyIn, isRelationTaken, type Step } from "./step.js";

export function applyCreateIndex(step: Step, operation: CreateIndex): void {
  const key = keyOf(operation.table, step.draft);
  const table = step.draft.tables.get(key);
  const schema = table?.schema ?? step.draft.views.get(key)?.schema ?? schemaOf(key);
  if (operation.index !== null && operation.ifNotExists && isRelationTaken(step.draft, schema)(operation.index)) return;
  const made = indexFrom(step, key, schema, operation.index, operation);
  step.draft.setIndex({ ...made, valid: !(operation.only && table?.kind === "partitioned") });
  if (table?.kind === "partitioned" && !operation.only) spreadIndex(step, key, made);
}

/** An index on a partitioned table gives one of its own to every partition (PostgreSQL manual, 5.12.2.2). */
export function spreadIndex(step: Step, parent: string, index: Index): void {
  for (const key of familyIn(step.draft, parent).slice(1)) {
    const table = step.draft.tables.get(key);
    if (table !== undefined) step.draft.setIndex(copyOfIndex(step, table, index));
  }
}

/** The index that a partition gets for one of its parent. */
export function copyOfIndex(step: Step, table: Table, index: Index): Index {
  const label = index.constraint === null ? "idx" : index.columns.length > 0 && isPrimary(step, index) ? "pkey" : "key";
  const name = nameFor(step, table.schema, table.name, label, index.columns, []);
  return {
    ...index,
    schema: table.schema,
    name,
    table: `${table.schema}.${table.name}`,
    constraint: index.constraint === null ? null : name,
    valid: true,
    origin: step.origin,
  };
}

/** The index behind PRIMARY KEY, UNIQUE or EXCLUDE, under the constraint's name. */
export function constraintIndex(table: Table, name: string, definition: ConstraintDefinition, step: Step): Index {
  return {
    schema: table.schema,
    name,
    table: `${table.schema}.${table.name}`,
    unique: definition.type !== "exclude",
    method: definition.type === "exclude" ? "gist" : "btree",
    columns: definition.columns,
    reads: [],
    partial: false,
    valid: true,
    constraint: name,
    origin: step.origin,
  };
}

function indexFrom(step: Step, table: string, schema: string, name: string | null, operation: CreateIndex): Index {
  const tableName = step.draft.tables.get(table)?.name ?? operation.table.name;
  return {
    schema,
    name: name ?? nameFor(step, schema, tableName, "idx", named(operation), operation.include),
    table,
    unique: operation.unique,
    method: operation.method,
    columns: operation.columns,
    ...(operation.ownOrder === true ? { ownOrder: true as const } : {}),
    reads: [...operation.include, ...(operation.where?.columns ?? []), ...readByExpressions(step, table, operation)],
    ...calledRoutines(step, operation.calls),
    partial: operation.where !== null,
    valid: true,
    constraint: null,
    origin: step.origin,
  };
}

/** Every column, where an expression's are not known. */
function readByExpressions(step: Step, table: string, { columns, expressionColumns }: CreateIndex): readonly string[] {
  if (!columns.includes(null)) return [];
  return expressionColumns ?? step.draft.tables.get(table)?.columns.map(({ name }) => name) ?? [];
}

/** The keys in order, an expression by the name that the server figures for it. */
function named({ columns, expressionNames = [] }: CreateIndex): readonly (string | null)[] {
  const names = [...expressionNames];
  return columns.map((column) => column ?? names.shift() ?? null);
}

/**
 * Postgres joins the columns, INCLUDE ones too; an expression without a name of its own counts as `expr`, a repeated
 * name gets a number (ChooseIndexColumnNames in indexcmds.c).
 */
function nameFor(
  step: Step,
  schema: string,
  table: string,
  label: string,
  columns: readonly (string | null)[],
  include: readonly string[],
): string {
  const parts: string[] = [];
  if (label !== "pkey") {
    for (const column of [...columns, ...include]) {
      const base = column ?? "expr";
      let part = base;
      for (let i = 1; parts.includes(part); i += 1) part = `${base}${i}`;
      parts.push(part);
    }
  }
  return generatedName(table, parts, label, isRelationTaken(step.draft, schema));
}

function isPrimary(step: Step, index: Index): boolean {
  const table = step.draft.tables.get(index.table);
  return table?.constraints.some(({ name, type }) => name === index.constraint && type === "primary-key") ?? false;
}

function schemaOf(key: string): string {
  return key.slice(0, key.indexOf("."));
}
