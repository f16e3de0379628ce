import { creationKey } from "../../catalog/key-of.js";
import type { CreateTable, OperationOf } from "../../model/operation.js";
import { lockDefaultPartition, lockReferrers } from "./partitions.js";
import { readEffects } from "./reads.js";
import type { Recorder } from "./recorder.js";

/** A new table is nobody's, but what it references, copies or belongs to is in use. */
export function createTableEffects(recorder: Recorder, operation: CreateTable): void {
  const key = creationKey(operation.table, recorder.catalog);
  if (operation.ifNotExists && recorder.catalog.tables.has(key)) return;
  for (const { references } of [...operation.constraints, ...operation.columns.flatMap(({ constraints }) => constraints)]) {
    if (references === null || creationKey(references.table, recorder.catalog) === key) continue;
    recorder.lock(recorder.partitions(recorder.key(references.table)), "ShareRowExclusiveLock");
  }
  for (const source of operation.like) recorder.lock(recorder.key(source), "AccessShareLock");
  for (const parent of operation.inherits) recorder.lock(recorder.key(parent), "ShareUpdateExclusiveLock");
  if (operation.partitionOf !== null) becomePartition(recorder, operation, recorder.key(operation.partitionOf));
}

/**
 * CREATE TABLE … PARTITION OF closes the parent, and the DEFAULT partition, which is read for rows that now belong
 * elsewhere. ATTACH PARTITION is gentler on the parent (manual, CREATE TABLE, PARTITION OF).
 */
function becomePartition(recorder: Recorder, operation: CreateTable, parent: string): void {
  recorder.lock(parent, "AccessExclusiveLock");
  if (!operation.isDefaultPartition)
    lockDefaultPartition(recorder, parent, "looks for rows that belong to the new partition", operation.bound);
  for (const { references } of recorder.table(parent)?.constraints ?? []) {
    if (references !== null) recorder.lock(recorder.partitions(references.table), "ShareRowExclusiveLock");
  }
  lockReferrers(recorder, parent);
}

export function createTableAsEffects(recorder: Recorder, operation: OperationOf<"create-table-as">): void {
  if (operation.ifNotExists && recorder.catalog.tables.has(creationKey(operation.table, recorder.catalog))) return;
  readEffects(recorder, operation.reads, { scans: operation.withData });
}
