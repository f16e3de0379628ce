import { keyOf } from "../../catalog/key-of.js";
import type { TableConstraint } from "../../model/catalog.js";
import type { ConstraintDefinition } from "../../model/operation.js";
import type { Recorder } from "./recorder.js";

/**
 * Adding a foreign key puts triggers on both tables: SHARE ROW EXCLUSIVE on each (manual, ALTER TABLE, ADD
 * table_constraint), and on the partitions of either.
 */
export function lockForForeignKey(recorder: Recorder, table: string, definition: ConstraintDefinition): void {
  recorder.lock(recorder.heirs(table), "ShareRowExclusiveLock");
  if (definition.references === null) return;
  recorder.lock(recorder.partitions(keyOf(definition.references.table, recorder.catalog)), "ShareRowExclusiveLock");
}

/** One join over both tables tells whether every row has its parent. */
export function scanForForeignKey(recorder: Recorder, table: string, referenced: string): void {
  const referencing = recorder.partitions(table);
  recorder.scan(referencing, "checks every row against the referenced table");
  // No row, no key to look for: a table born in the same change costs its parents nothing.
  if (referencing.every((key) => recorder.table(key)?.rows === 0)) return;
  recorder.scan(recorder.partitions(referenced), "is looked through for every key");
}

/**
 * Removing a foreign key takes its triggers off both tables: ACCESS EXCLUSIVE on each. The key of a partition that
 * comes from its parent has no triggers of its own on the referenced table.
 */
export function lockForDroppedForeignKey(recorder: Recorder, table: string, constraint: TableConstraint): void {
  recorder.lock(recorder.partitions(table), "AccessExclusiveLock");
  if (constraint.references === null || isInherited(recorder, table, constraint)) return;
  recorder.lock(recorder.partitions(constraint.references.table), "AccessExclusiveLock");
}

function isInherited(recorder: Recorder, table: string, { references, columns }: TableConstraint): boolean {
  const parent = recorder.table(table)?.partitionOf ?? null;
  if (parent === null || references === null) return false;
  const above = recorder.table(parent)?.constraints ?? [];
  return above.some((each) => each.references?.table === references.table && `${each.columns}` === `${columns}`);
}
