import type { Column, Table } from "../../model/catalog.js";
import type { ColumnDefinition, ConstraintDefinition, CreateTable, LikeOption, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { generatedName } from "../generated-names.js";
import { creationSchema, keyOf } from "../key-of.js";
import { addConstraint } from "./constraints.js";
import { copyOfIndex } from "./indexes.js";
import { isRelationTaken, rowsAtBirth, type Step } from "./step.js";

export function applyCreateTable(step: Step, operation: CreateTable): void {
  const schema = operation.temporary ? "pg_temp" : creationSchema(operation.table, step.draft);
  const key = `${schema}.${operation.table.name}`;
  if (step.draft.tables.has(key)) return;
  const parents = [...(operation.partitionOf === null ? [] : [operation.partitionOf]), ...operation.inherits];
  const inherited = parents.flatMap((name) => step.draft.tables.get(keyOf(name, step.draft))?.columns ?? []);
  const copied = operation.like.flatMap((name, at) => copiedColumns(step, name, operation.likeIncludes?.[at]));
  const own = operation.columns.map((column) => columnFrom(step, schema, operation.table.name, column));
  step.draft.setTable({
    ...emptyTable(step, schema, operation.table.name),
    kind: operation.partitionBy === null ? "table" : "partitioned",
    temporary: operation.temporary,
    unlogged: operation.unlogged,
    columns: mergedColumns([...inherited, ...copied], own),
    // LIKE takes a view or a composite type as well, whose columns are not kept.
    ...(operation.like.some((name) => !step.draft.tables.has(keyOf(name, step.draft))) ? { moreColumns: true } : {}),
    partitionOf: operation.partitionOf === null ? null : keyOf(operation.partitionOf, step.draft),
    isDefaultPartition: operation.isDefaultPartition,
    partitionColumns: operation.partitionBy?.columns ?? [],
    ...(operation.bound === undefined ? {} : { bound: operation.bound }),
    inherits: operation.inherits.map((name) => keyOf(name, step.draft)),
  });
  takeFromParents(step, key);
  addAllConstraints(step, key, operation);
  for (const [at, name] of operation.like.entries()) takeFromTemplate(step, key, name, operation.likeIncludes?.[at] ?? []);
}

/** LIKE copies columns with NOT NULL, all else only where INCLUDING says so (manual, CREATE TABLE). */
function copiedColumns(
  step: Step,
  template: RelationName,
  includes: readonly LikeOption[] = ["defaults", "generated", "identity"],
): readonly Column[] {
  return (step.draft.tables.get(keyOf(template, step.draft))?.columns ?? []).map(({ identityAlways, ...column }) => {
    const isDefault = column.generated === null;
    const isIdentity = column.identity && includes.includes("identity");
    return {
      ...column,
      default: includes.includes(isDefault ? "defaults" : "generated") ? column.default : null,
      generated: includes.includes("generated") ? column.generated : null,
      identity: isIdentity,
      ...(isIdentity && identityAlways === true ? { identityAlways } : {}),
    };
  });
}

function takeFromTemplate(step: Step, key: string, template: RelationName, includes: readonly LikeOption[]): void {
  const from = keyOf(template, step.draft);
  const checks = step.draft.tables.get(from)?.constraints.filter(({ type }) => type === "check") ?? [];
  if (includes.includes("constraints"))
    step.draft.changeTable(key, ({ constraints }) => ({
      constraints: [...constraints, ...checks.filter(({ name }) => !constraints.some((own) => own.name === name))],
    }));
  if (includes.includes("indexes")) takeIndexes(step, key, from);
}

export function applyCreateTableAs(step: Step, operation: OperationOf<"create-table-as">): void {
  const schema = operation.temporary ? "pg_temp" : creationSchema(operation.table, step.draft);
  if (step.draft.tables.has(`${schema}.${operation.table.name}`)) return;
  const table = emptyTable(step, schema, operation.table.name);
  step.draft.setTable({
    ...table,
    temporary: operation.temporary,
    rows: operation.withData ? null : table.rows,
    moreColumns: true,
  });
}

/**
 * In an incomplete catalog a table that it lacks exists all the same: it is entered, settled and of unknown columns and
 * rows, so that what the scripts add to it is remembered (a CHECK that later proves NOT NULL).
 */
export function assumeTable(step: Step, name: RelationName): void {
  const key = keyOf(name, step.draft);
  if (step.draft.complete || step.draft.tables.has(key) || step.draft.views.has(key)) return;
  const schema = key.slice(0, key.indexOf("."));
  step.draft.setTable({ ...emptyTable(step, schema, name.name), origin: "settled", rows: null, moreColumns: true });
}

export function emptyTable(step: Step, schema: string, name: string): Table {
  return {
    schema,
    name,
    kind: "table",
    temporary: false,
    unlogged: false,
    origin: step.origin,
    rows: rowsAtBirth(step),
    columns: [],
    constraints: [],
    partitionOf: null,
    isDefaultPartition: false,
    partitionColumns: [],
    inherits: [],
    triggers: [],
    rowSecurity: false,
  };
}

/** A column as the catalog keeps it; serial and identity bring their sequence along. */
export function columnFrom(step: Step, schema: string, table: string, column: ColumnDefinition): Column {
  const identity = column.identity !== null;
  let text = column.default?.text ?? null;
  if (column.serial || identity) {
    const sequence = generatedName(table, [column.name], "seq", isRelationTaken(step.draft, schema));
    step.draft.sequences = new Set([...step.draft.sequences, `${schema}.${sequence}`]);
    if (column.serial) text = `nextval('${schema}.${sequence}'::regclass)`;
  }
  return {
    name: column.name,
    type: column.serial ? integerOf(column.type) : column.type,
    notNull:
      column.notNull ||
      column.serial ||
      identity ||
      column.constraints.some(({ type, notValid }) => type === "primary-key" || (type === "not-null" && !notValid)),
    default: column.default?.isNull === true ? null : text,
    identity,
    ...(column.identity === "always" ? { identityAlways: true } : {}),
    generated: column.generated === null ? null : column.generated.stored ? "stored" : "virtual",
    ...(column.generated === null ? {} : { computedFrom: column.generated.expression.columns }),
    collation: column.collation,
  };
}

function integerOf(type: Column["type"]): Column["type"] {
  const names: Readonly<Record<string, string>> = {
    serial: "int4",
    serial4: "int4",
    bigserial: "int8",
    serial8: "int8",
    smallserial: "int2",
    serial2: "int2",
  };
  return { ...type, schema: "pg_catalog", name: names[type.name] ?? type.name };
}

function mergedColumns(inherited: readonly Column[], own: readonly Column[]): readonly Column[] {
  const merged: Column[] = [];
  for (const column of [...inherited, ...own]) {
    const at = merged.findIndex(({ name }) => name === column.name);
    const before = merged[at];
    if (before === undefined) merged.push(column);
    // A partition's own column entry without a type only adds to the inherited one.
    else merged[at] = { ...before, ...(column.type.name === "" ? {} : column), notNull: before.notNull || column.notNull };
  }
  return merged;
}

/** What the parents hand down: CHECKs to inheritance children; CHECKs, foreign keys, indexes and their constraints to partitions. */
export function takeFromParents(step: Step, key: string): void {
  const table = step.draft.tables.get(key);
  if (table === undefined) return;
  for (const parentKey of [...(table.partitionOf === null ? [] : [table.partitionOf]), ...table.inherits]) {
    const parent = step.draft.tables.get(parentKey);
    const handed = (parent?.constraints ?? []).filter(
      ({ type, noInherit }) => !noInherit && (type === "check" || (type === "foreign-key" && table.partitionOf !== null)),
    );
    step.draft.changeTable(key, ({ constraints }) => ({
      constraints: [...constraints, ...handed.filter(({ name }) => !constraints.some((own) => own.name === name))],
    }));
    if (parentKey !== table.partitionOf) continue;
    takeIndexes(step, key, parentKey);
    const cloned = parent?.triggers.filter(({ level }) => level === "row") ?? [];
    step.draft.changeTable(key, ({ triggers }) => ({ triggers: [...triggers, ...cloned] }));
  }
}

function takeIndexes(step: Step, key: string, parent: string): void {
  const table = step.draft.tables.get(key);
  if (table === undefined) return;
  const own = step.draft.indexesOfTable(key);
  for (const index of step.draft.indexesOfTable(parent)) {
    const same = own.some(
      ({ columns, unique, constraint }) =>
        unique === index.unique && (constraint === null) === (index.constraint === null) && `${columns}` === `${index.columns}`,
    );
    if (same) continue;
    const copy = copyOfIndex(step, table, index);
    step.draft.setIndex(copy);
    const constraint = step.draft.tables.get(parent)?.constraints.find(({ name }) => name === index.constraint);
    if (constraint !== undefined) {
      step.draft.changeTable(key, ({ constraints }) => ({ constraints: [...constraints, { ...constraint, name: copy.name }] }));
    }
  }
}

/** An inline constraint stands on its column, whether the reader wrote the column into it or not. */
export function onColumn(definition: ConstraintDefinition, column: string): ConstraintDefinition {
  return definition.type === "check" || definition.columns.length > 0 ? definition : { ...definition, columns: [column] };
}

/** In the order in which Postgres names them: CHECKs, then indexes with the primary key first, then foreign keys. */
function addAllConstraints(step: Step, key: string, operation: CreateTable): void {
  const written = [
    ...operation.columns.flatMap(({ name, constraints }) => constraints.map((each) => onColumn(each, name))),
    ...operation.constraints,
  ];
  for (const types of [["not-null", "check"], ["primary-key"], ["unique", "exclude"], ["foreign-key"]]) {
    for (const definition of written) {
      // On a table that is still empty NOT VALID has nothing to skip, and Postgres marks the constraint valid.
      if (types.includes(definition.type)) addConstraint(step, key, { ...definition, notValid: false });
    }
  }
}
