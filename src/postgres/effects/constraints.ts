import { referrersOf } from "../../catalog/dependents.js";
import type { TableConstraint } from "../../model/catalog.js";
import type { ConstraintDefinition, OperationOf } from "../../model/operation.js";
import { isProvenNotNull, isSettled } from "./columns.js";
import { lockForDroppedForeignKey, lockForForeignKey, scanForForeignKey } from "./foreign-keys.js";
import type { Recorder } from "./recorder.js";

export function addConstraintEffects(recorder: Recorder, { table: name, constraint, only }: OperationOf<"add-constraint">) {
  const table = recorder.key(name);
  switch (constraint.type) {
    case "check":
      return addCheck(recorder, table, constraint);
    case "not-null":
      return addNotNull(recorder, table, constraint);
    case "foreign-key":
      lockForForeignKey(recorder, table, constraint);
      if (constraint.references !== null && !skipsRows(constraint)) {
        scanForForeignKey(recorder, table, recorder.key(constraint.references.table));
      }
      return;
    case "unique":
    case "primary-key":
    case "exclude":
      return addKey(recorder, table, constraint, only);
  }
}

function skipsRows({ notValid, notEnforced }: ConstraintDefinition): boolean {
  return notValid || notEnforced;
}

function addCheck(recorder: Recorder, table: string, constraint: ConstraintDefinition): void {
  // NO INHERIT leaves the children alone, yet 18 locks them (measured: 15 does not).
  const spares = constraint.noInherit && recorder.context.serverMajor < 18;
  recorder.lock(spares ? [table] : recorder.family(table), "AccessExclusiveLock");
  if (!skipsRows(constraint)) recorder.scan(constraint.noInherit ? [table] : recorder.family(table), "checks every row");
}

function addNotNull(recorder: Recorder, table: string, constraint: ConstraintDefinition): void {
  const family = constraint.noInherit ? [table] : recorder.family(table);
  recorder.lock(family, "AccessExclusiveLock");
  if (!skipsRows(constraint)) scanNullable(recorder, family, constraint.columns);
}

/**
 * ACCESS EXCLUSIVE while the index is built; up to 17 partitions are closed to writers alone, as by CREATE INDEX (measured on
 * 15 to 18). With USING INDEX only NULLs are looked for, in columns that still allow them.
 */
function addKey(recorder: Recorder, table: string, constraint: ConstraintDefinition, only: boolean) {
  const family = recorder.partitions(table);
  recorder.lock(table, "AccessExclusiveLock");
  // ONLY leaves the partitions alone: an index without storage, invalid until one of each partition is attached (DefineIndex in indexcmds.c).
  if (only && constraint.type === "unique" && recorder.table(table)?.kind === "partitioned") return;
  recorder.lock(recorder.heirs(table), recorder.context.serverMajor < 18 ? "ShareLock" : "AccessExclusiveLock");
  if (constraint.usingIndex === null) recorder.build(family, constraint.name);
  if (constraint.type !== "primary-key") return;
  // NOT NULL reaches inheritance children, the key itself does not.
  const heirs = recorder.family(table);
  const columns = constraint.usingIndex === null ? constraint.columns : indexColumns(recorder, table, constraint.usingIndex);
  if (columns === null) return recorder.scan(heirs, "looks for NULL in every row");
  if (columns.some((column) => !isSettled(recorder, table, column))) recorder.lock(heirs, "AccessExclusiveLock");
  scanNullable(recorder, heirs, columns);
}

function indexColumns(recorder: Recorder, table: string, index: string): readonly string[] | null {
  const schema = table.slice(0, table.indexOf("."));
  const known = recorder.catalog.indexes.get(`${schema}.${index}`);
  return known === undefined ? null : known.columns.filter((column) => column !== null);
}

function scanNullable(recorder: Recorder, family: readonly string[], columns: readonly string[]): void {
  for (const member of family) {
    const open = columns.some((column) => !isSettled(recorder, member, column) && !isProvenNotNull(recorder, member, column));
    if (open) recorder.scan(member, "looks for NULL in every row");
  }
}

/** SHARE UPDATE EXCLUSIVE: readers and writers go on while the rows are read (manual, ALTER TABLE, VALIDATE CONSTRAINT). */
export function validateConstraintEffects(recorder: Recorder, operation: OperationOf<"validate-constraint">) {
  const table = recorder.key(operation.table);
  const constraint = constraintOf(recorder, table, operation.constraint);
  recorder.lock(table, "ShareUpdateExclusiveLock");
  if (constraint?.validated === true) return;
  if (constraint === undefined) return recorder.scan(table, "checks every row");
  if (constraint.references !== null) {
    recorder.lock(recorder.partitions(table), "ShareUpdateExclusiveLock");
    recorder.lock(recorder.partitions(constraint.references.table), "RowShareLock");
    return scanForForeignKey(recorder, table, constraint.references.table);
  }
  recorder.lock(recorder.family(table), "ShareUpdateExclusiveLock");
  recorder.scan(recorder.family(table), "checks every row");
}

/** A foreign key has triggers on both tables, so that both are closed while it goes. */
export function dropConstraintEffects(recorder: Recorder, operation: OperationOf<"drop-constraint">) {
  const table = recorder.key(operation.table);
  recorder.lock(table, "AccessExclusiveLock");
  const constraint = constraintOf(recorder, table, operation.constraint);
  if (constraint === undefined) return;
  if (constraint.references !== null) return lockForDroppedForeignKey(recorder, table, constraint);
  const inherited = constraint.type === "check" || constraint.type === "not-null";
  if (!constraint.noInherit)
    recorder.lock(inherited ? recorder.family(table) : recorder.partitions(table), "AccessExclusiveLock");
  if (inherited || !operation.cascade) return;
  for (const referrer of referrersOf(table, recorder.catalog)) {
    if (sameColumns(referrer.constraint.references?.columns ?? [], constraint.columns)) {
      lockForDroppedForeignKey(recorder, referrer.table, referrer.constraint);
    }
  }
}

export function renameConstraintEffects(recorder: Recorder, operation: OperationOf<"rename-constraint">): void {
  const table = recorder.key(operation.table);
  const inherited = constraintOf(recorder, table, operation.constraint)?.type === "check";
  recorder.lock(inherited ? recorder.family(table) : table, "AccessExclusiveLock");
}

export function alterConstraintEffects(recorder: Recorder, operation: OperationOf<"alter-constraint">): void {
  const table = recorder.key(operation.table);
  recorder.lock(recorder.partitions(table), "AccessExclusiveLock");
  if (operation.enforced !== true) return;
  const references = constraintOf(recorder, table, operation.constraint)?.references ?? null;
  // ENFORCED checks every row at once, whatever was checked before (18; ATExecAlterConstrEnforceability in tablecmds.c).
  if (references !== null) scanForForeignKey(recorder, table, references.table);
}

function constraintOf(recorder: Recorder, table: string, name: string): TableConstraint | undefined {
  return recorder.table(table)?.constraints.find((each) => each.name === name);
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}
