import { indexesOf, referrersOf, viewsOver } from "../../catalog/dependents.js";
import { findColumn } from "../../catalog/find-table.js";
import type { TableConstraint } from "../../model/catalog.js";
import type { OperationOf } from "../../model/operation.js";
import { lockForDroppedForeignKey } from "./foreign-keys.js";
import type { Recorder } from "./recorder.js";

/** The column's constraints go with it, so that tables at the other end of its foreign keys are locked too. */
export function dropColumnEffects(recorder: Recorder, operation: OperationOf<"drop-column">): void {
  const table = recorder.key(operation.table);
  const family = recorder.family(table);
  recorder.lock(family, "AccessExclusiveLock");
  for (const member of family) {
    for (const constraint of recorder.table(member)?.constraints ?? []) {
      if (constraint.columns.includes(operation.column)) lockForDroppedForeignKey(recorder, member, constraint);
    }
    if (!operation.cascade) continue;
    for (const referrer of referrersOf(member, recorder.catalog)) {
      if (referrer.constraint.references?.columns.includes(operation.column) === true) {
        lockForDroppedForeignKey(recorder, referrer.table, referrer.constraint);
      }
    }
    recorder.lock(viewsOver(member, recorder.catalog, operation.column), "AccessExclusiveLock");
  }
}

/** Renaming a column of a composite type touches no table. */
export function renameColumnEffects(recorder: Recorder, operation: OperationOf<"rename-column">) {
  if (operation.relationKind === "type") return;
  recorder.lock(recorder.family(recorder.key(operation.table)), "AccessExclusiveLock");
}

/** Defaults touch the catalog only, on the table and its children. */
export function defaultEffects(recorder: Recorder, operation: OperationOf<"set-default" | "drop-default">): void {
  recorder.lock(recorder.family(recorder.key(operation.table)), "AccessExclusiveLock");
}

/** So does DROP NOT NULL; 18 leaves the children alone when there is nothing to drop. */
export function dropNotNullEffects(recorder: Recorder, operation: OperationOf<"drop-not-null">): void {
  const table = recorder.key(operation.table);
  const nothing = findColumn(recorder.table(table), operation.column)?.notNull === false;
  recorder.lock(nothing && recorder.context.serverMajor >= 18 ? table : recorder.family(table), "AccessExclusiveLock");
}

/**
 * Every row is read unless a validated CHECK proves the column not null (12 and later; manual, ALTER TABLE, SET NOT NULL).
 * A NOT NULL constraint that is NOT VALID (18) is validated by it, with the same scan.
 */
export function setNotNullEffects(recorder: Recorder, operation: OperationOf<"set-not-null">): void {
  const table = recorder.key(operation.table);
  recorder.lock(table, "AccessExclusiveLock");
  if (isSettled(recorder, table, operation.column)) return;
  for (const member of recorder.family(table)) {
    recorder.lock(member, "AccessExclusiveLock");
    if (!isSettled(recorder, member, operation.column) && !isProvenNotNull(recorder, member, operation.column)) {
      recorder.scan(member, "looks for NULL in every row");
    }
  }
}

/** NOT NULL already, and validated. */
export function isSettled(recorder: Recorder, table: string, column: string): boolean {
  const known = recorder.table(table);
  const pending = known?.constraints.some((each) => each.type === "not-null" && !each.validated && each.columns.includes(column));
  return findColumn(known, column)?.notNull === true && pending !== true;
}

/** A validated CHECK of the form `column IS NOT NULL`, alone or joined by AND. */
export function isProvenNotNull(recorder: Recorder, table: string, column: string): boolean {
  if (recorder.context.serverMajor < 12) return false;
  const proves = ({ type, validated, expression }: TableConstraint) =>
    type === "check" && validated && (expression?.provesNotNull.includes(column) ?? false);
  return recorder.table(table)?.constraints.some(proves) ?? false;
}

/** Statistics targets and column options: SHARE UPDATE EXCLUSIVE; storage and compression: ACCESS EXCLUSIVE, for values written from now on. */
export function columnOptionEffects(recorder: Recorder, operation: OperationOf<"set-column-option">) {
  const table = recorder.key(operation.table);
  switch (operation.option) {
    case "statistics":
      return recorder.lock(recorder.family(table), "ShareUpdateExclusiveLock");
    case "options":
      return recorder.lock(table, "ShareUpdateExclusiveLock");
    case "storage":
      return recorder.lock(recorder.family(table), "AccessExclusiveLock");
    case "compression":
      return recorder.lock(table, "AccessExclusiveLock");
  }
}

/** Only a new expression for a stored column computes every row again (17 and later). */
export function generatedEffects(recorder: Recorder, operation: OperationOf<"set-generated">) {
  const table = recorder.key(operation.table);
  const family = recorder.family(table);
  recorder.lock(family, "AccessExclusiveLock");
  if (operation.action !== "set-expression") return;
  const column = findColumn(recorder.table(table), operation.column);
  if (column?.generated !== "virtual") return recorder.rewrite(family);
  for (const index of indexesOf(table, recorder.catalog)) {
    if (index.columns.includes(operation.column)) recorder.build(table, index.name);
  }
}
