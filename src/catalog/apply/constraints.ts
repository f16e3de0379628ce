import type { Table, TableConstraint } from "../../model/catalog.js";
import type { ConstraintDefinition } from "../../model/operation.js";
import { generatedName } from "../generated-names.js";
import { keyOf } from "../key-of.js";
import { constraintIndex, copyOfIndex } from "./indexes.js";
import { changeFamily, familyIn, isRelationTaken, type Step } from "./step.js";

/** Adds one constraint, its index and its NOT NULLs, to the table and to whatever inherits it. */
export function addConstraint(step: Step, key: string, definition: ConstraintDefinition) {
  const table = step.draft.tables.get(key);
  if (table === undefined) return;
  if (definition.type === "not-null") return addNotNull(step, key, definition);
  const named = namedConstraint(step, table, definition);
  if (named === undefined) return;
  step.draft.changeTable(key, ({ constraints }) => ({ constraints: [...constraints, named] }));
  if (definition.type === "primary-key") changeFamily(step.draft, key, (each) => withNotNull(each, named.columns));
  if (isIndexBacked(definition.type)) backWithIndex(step, key, table, named, definition);
  if (!definition.noInherit && familyIn(step.draft, key).length > 1) inheritConstraint(step, key, named);
}

export function isIndexBacked(type: ConstraintDefinition["type"]): boolean {
  return type === "primary-key" || type === "unique" || type === "exclude";
}

export function validateConstraint(step: Step, key: string, name: string): void {
  changeFamily(step.draft, key, ({ constraints }) => ({
    constraints: constraints.map((each) => (each.name === name ? { ...each, validated: true, notValid: false } : each)),
  }));
}

/** Drops a constraint with its index; a key takes the foreign keys that rest on it along when it cascades. */
export function dropConstraint(step: Step, key: string, name: string, cascade: boolean): void {
  const dropped = step.draft.tables.get(key)?.constraints.find((each) => each.name === name);
  if (dropped === undefined) return;
  const without = ({ constraints }: Table) => ({ constraints: constraints.filter((each) => each.name !== name) });
  const members = dropped.noInherit ? [key] : familyIn(step.draft, key);
  for (const member of members) {
    for (const index of step.draft.indexesOfTable(member)) {
      if (index.constraint === name) step.draft.deleteIndex(`${index.schema}.${index.name}`);
    }
    step.draft.changeTable(member, without);
  }
  if (dropped.type === "not-null") changeFamily(step.draft, key, (table) => withNotNull(table, dropped.columns, false));
  if (cascade && isIndexBacked(dropped.type)) dropReferences(step, key, dropped.columns);
}

/** Foreign keys of other tables that need the given columns of `key` to be unique. */
export function dropReferences(step: Step, key: string, columns: readonly string[] | null): void {
  for (const [other, table] of step.draft.tables) {
    const kept = table.constraints.filter(
      ({ references }) => references?.table !== key || (columns !== null && !sameColumns(references.columns, columns)),
    );
    if (kept.length < table.constraints.length) step.draft.changeTable(other, () => ({ constraints: kept }));
  }
}

export function withNotNull(table: Table, columns: readonly string[], notNull = true): Partial<Table> {
  return { columns: table.columns.map((each) => (columns.includes(each.name) ? { ...each, notNull } : each)) };
}

/** NOT NULL as a constraint of its own exists from PostgreSQL 18; the catalog keeps it only while it is not validated or was named. */
function addNotNull(step: Step, key: string, definition: ConstraintDefinition): void {
  changeFamily(step.draft, key, (table) => ({
    ...withNotNull(table, definition.columns),
    ...(definition.name === null && !definition.notValid
      ? {}
      : { constraints: [...table.constraints, plainConstraint(definition, notNullName(table, definition), null)] }),
  }));
}

function notNullName(table: Table, definition: ConstraintDefinition): string {
  return definition.name ?? generatedName(table.name, definition.columns, "not_null", isConstraintTaken(table));
}

function namedConstraint(step: Step, table: Table, definition: ConstraintDefinition): TableConstraint | undefined {
  if (definition.usingIndex !== null) return adoptIndex(step, table, definition);
  return plainConstraint(definition, nameOf(step, table, definition), resolvedReference(step, definition));
}

/** `USING INDEX i`: the index takes the constraint's name, the constraint takes the index's columns. */
function adoptIndex(step: Step, table: Table, definition: ConstraintDefinition): TableConstraint | undefined {
  const key = `${table.schema}.${definition.usingIndex}`;
  const index = step.draft.indexes.get(key);
  const name = definition.name ?? definition.usingIndex ?? "";
  const columns = index?.columns.filter((each) => each !== null) ?? definition.columns;
  if (index !== undefined) {
    step.draft.deleteIndex(key);
    step.draft.setIndex({ ...index, name, constraint: name });
  }
  return { ...plainConstraint(definition, name, null), columns };
}

function plainConstraint(
  definition: ConstraintDefinition,
  name: string,
  references: TableConstraint["references"],
): TableConstraint {
  return { ...definition, name, references, validated: !definition.notValid && !definition.notEnforced };
}

function resolvedReference(step: Step, { references }: ConstraintDefinition): TableConstraint["references"] {
  if (references === null) return null;
  const table = keyOf(references.table, step.draft);
  const primary = step.draft.tables.get(table)?.constraints.find(({ type }) => type === "primary-key");
  const columns = references.columns.length > 0 ? references.columns : (primary?.columns ?? []);
  return { table, columns, onDelete: references.onDelete, onUpdate: references.onUpdate };
}

/** Names as ChooseConstraintName and ChooseIndexName make them. A CHECK is named after its column when it reads exactly one. */
function nameOf(step: Step, table: Table, definition: ConstraintDefinition): string {
  if (definition.name !== null) return definition.name;
  if (definition.type === "check") {
    const read = [...new Set(definition.expression?.columns ?? [])];
    return generatedName(table.name, read.length === 1 ? read : [], "check", isConstraintTaken(table));
  }
  if (definition.type === "foreign-key") {
    return generatedName(table.name, definition.columns, "fkey", isConstraintTaken(table));
  }
  const taken = isRelationTaken(step.draft, table.schema);
  if (definition.type === "primary-key") return generatedName(table.name, [], "pkey", taken);
  return generatedName(table.name, definition.columns, definition.type === "exclude" ? "excl" : "key", taken);
}

function isConstraintTaken(table: Table): (name: string) => boolean {
  return (name) => table.constraints.some((each) => each.name === name);
}

function backWithIndex(step: Step, key: string, table: Table, named: TableConstraint, definition: ConstraintDefinition): void {
  if (definition.usingIndex !== null) return;
  const index = constraintIndex(table, named.name, { ...definition, columns: named.columns }, step);
  step.draft.setIndex(index);
  if (table.kind !== "partitioned") return;
  for (const member of familyIn(step.draft, key).slice(1)) {
    const partition = step.draft.tables.get(member);
    if (partition === undefined) continue;
    const copy = copyOfIndex(step, partition, index);
    step.draft.setIndex(copy);
    step.draft.changeTable(member, ({ constraints }) => ({ constraints: [...constraints, { ...named, name: copy.name }] }));
  }
}

/** CHECKs reach all children, foreign keys the partitions, under the same name. */
function inheritConstraint(step: Step, key: string, named: TableConstraint): void {
  const partitioned = step.draft.tables.get(key)?.kind === "partitioned";
  if (named.type !== "check" && !(named.type === "foreign-key" && partitioned)) return;
  for (const member of familyIn(step.draft, key).slice(1)) {
    step.draft.changeTable(member, ({ constraints }) =>
      constraints.some(({ name }) => name === named.name) ? {} : { constraints: [...constraints, named] },
    );
  }
}

export function sameColumns(a: readonly (string | null)[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => each !== null && b.includes(each));
}
