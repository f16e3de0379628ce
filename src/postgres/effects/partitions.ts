import { childrenOf, defaultPartitionOf, indexesOf, referrersOf } from "../../catalog/dependents.js";
import { findColumn } from "../../catalog/find-table.js";
import type { OperationOf } from "../../model/operation.js";
import { excludesBound, impliesBound } from "./partition-bound.js";
import type { Recorder } from "./recorder.js";

/** ACCESS EXCLUSIVE on the DEFAULT partition and, with a reason, a scan of it. */
export function lockDefaultPartition(recorder: Recorder, parent: string, scanReason: string | null, bound = ""): void {
  const partition = defaultPartitionOf(parent, recorder.catalog);
  if (partition === undefined) return;
  const family = recorder.family(partition);
  recorder.lock(family, "AccessExclusiveLock");
  if (scanReason === null) return;
  const columns = recorder.table(parent)?.partitionColumns ?? [];
  for (const member of family) if (!excludesBound(recorder.table(member), columns, bound)) recorder.scan(member, scanReason);
}

/**
 * SHARE UPDATE EXCLUSIVE on the parent (12 and later), ACCESS EXCLUSIVE on the new partition and on the DEFAULT one.
 * The new partition is read unless a validated CHECK implies its bound; the DEFAULT one unless a validated CHECK of it rules the bound out
 * (manual, 5.12.2.2 and ALTER TABLE, ATTACH PARTITION).
 */
export function attachPartitionEffects(recorder: Recorder, operation: OperationOf<"attach-partition">): void {
  const parent = recorder.key(operation.table);
  const partition = recorder.key(operation.partition);
  const family = recorder.family(partition);
  recorder.lock(parent, recorder.context.serverMajor >= 12 ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
  recorder.lock(family, "AccessExclusiveLock");
  for (const above of partitionsAbove(recorder, parent)) recorder.lock(above, "AccessShareLock");
  if (!operation.isDefault)
    lockDefaultPartition(recorder, parent, "looks for rows that belong to the new partition", operation.bound);
  const accepts = operation.isDefault && childrenOf(parent, recorder.catalog).length === 0;
  for (const member of accepts ? [] : family) {
    if (
      !boundsOn(recorder, parent, operation.bound).every(([columns, bound]) =>
        impliesBound(recorder.table(member), columns, bound),
      )
    )
      recorder.scan(member, "checks every row against the bound");
  }
  buildMissingIndexes(recorder, parent, partition);
  takeForeignKeys(recorder, parent, partition);
}

/** The partitioned tables that this one is a part of. */
function partitionsAbove(recorder: Recorder, table: string): readonly string[] {
  const above = recorder.table(table)?.partitionOf ?? null;
  return above === null ? [] : [above, ...partitionsAbove(recorder, above)];
}

/** The bound of a new partition, and those of the partitions above it, which hold for its rows as well: key columns and bound. */
function boundsOn(recorder: Recorder, parent: string, bound: string): readonly (readonly [readonly string[], string])[] {
  const { partitionColumns = [], partitionOf = null, bound: own } = recorder.table(parent) ?? {};
  const above = partitionOf === null || own === undefined ? [] : boundsOn(recorder, partitionOf, own);
  return [[partitionColumns, bound], ...above];
}

/** Each index of the parent needs its like on the partition; what is missing is built under ACCESS EXCLUSIVE. */
function buildMissingIndexes(recorder: Recorder, parent: string, partition: string): void {
  for (const index of indexesOf(parent, recorder.catalog)) {
    for (const member of recorder.family(partition)) {
      const has = indexesOf(member, recorder.catalog).some(
        (own) => own.unique === index.unique && own.method === index.method && `${own.columns}` === `${index.columns}`,
      );
      if (!has) recorder.build(member, null);
    }
  }
  const primary = recorder.table(parent)?.constraints.find(({ type }) => type === "primary-key");
  const open = primary?.columns.some((column) => findColumn(recorder.table(partition), column)?.notNull !== true) ?? false;
  if (open) recorder.scan(recorder.family(partition), "looks for NULL in every row");
}

/** Foreign keys of the parent become the partition's; those that reference the parent come to reference the partition. */
function takeForeignKeys(recorder: Recorder, parent: string, partition: string): void {
  lockReferrers(recorder, parent);
  for (const { references, columns } of recorder.table(parent)?.constraints ?? []) {
    if (references === null) continue;
    const has = recorder
      .table(partition)
      ?.constraints.some((own) => own.references?.table === references.table && `${own.columns}` === `${columns}`);
    recorder.lock(recorder.partitions(references.table), "ShareRowExclusiveLock");
    if (has === true) continue;
    recorder.scan(recorder.family(partition), "checks every row against the referenced table");
    recorder.scan(recorder.partitions(references.table), "is looked through for every key");
  }
}

/** A key that references the parent needs its triggers on a new partition as well. Up to 14 its own table is only opened (measured). */
export function lockReferrers(recorder: Recorder, parent: string): void {
  const mode = recorder.context.serverMajor >= 15 ? "ShareRowExclusiveLock" : "AccessShareLock";
  for (const { table } of referrersOf(parent, recorder.catalog)) recorder.lock(table, mode);
}

/** Plain: ACCESS EXCLUSIVE on parent, partition and DEFAULT. CONCURRENTLY (14 and later): the parent stays open. */
export function detachPartitionEffects(recorder: Recorder, operation: OperationOf<"detach-partition">): void {
  const parent = recorder.key(operation.table);
  const family = recorder.family(recorder.key(operation.partition));
  if (operation.concurrently) recorder.refusesTransaction();
  const gentle = operation.concurrently || operation.finalize;
  recorder.lock(parent, gentle ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
  recorder.lock(family, "AccessExclusiveLock");
  if (!gentle) lockDefaultPartition(recorder, parent, null);
  for (const { references } of recorder.table(parent)?.constraints ?? []) {
    if (references !== null) recorder.lock(recorder.partitions(references.table), "ShareRowExclusiveLock");
  }
  for (const { table } of referrersOf(parent, recorder.catalog)) recorder.lock(table, "AccessExclusiveLock");
}

export function inheritEffects(recorder: Recorder, operation: OperationOf<"set-inherit">): void {
  recorder.lock(recorder.key(operation.table), "AccessExclusiveLock");
  recorder.lock(recorder.key(operation.parent), operation.inherit ? "ShareUpdateExclusiveLock" : "AccessShareLock");
}
