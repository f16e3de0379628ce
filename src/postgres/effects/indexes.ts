import { indexesOf } from "../../catalog/dependents.js";
import { isLikeIndex } from "../../catalog/is-like-index.js";
import { foundKey } from "../../catalog/key-of.js";
import type { Index } from "../../model/catalog.js";
import type { CreateIndex, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Recorder } from "./recorder.js";

/** SHARE: readers go on, writers wait until the index is built. CONCURRENTLY: SHARE UPDATE EXCLUSIVE (manual, CREATE INDEX). */
export function createIndexEffects(recorder: Recorder, operation: CreateIndex): void {
  const table = recorder.key(operation.table);
  if (operation.concurrently) recorder.refusesTransaction();
  const mode = operation.concurrently ? "ShareUpdateExclusiveLock" : "ShareLock";
  recorder.lock(table, mode);
  if (operation.ifNotExists && operation.index !== null && exists(recorder, table, operation.index)) return;
  const targets = operation.only ? [table] : recorder.partitions(table);
  recorder.lock(targets, mode);
  recorder.build(
    targets.filter((target) => target === table || !hasSpareIndex(recorder, target, table, operation)),
    operation.index,
  );
}

/**
 * A partition's own index of the same keys becomes that of the new parent index, unless another parent index has it
 * (DefineIndex and CompareIndexInfo in indexcmds.c). Expressions and predicates are compared by the server alone.
 */
function hasSpareIndex(recorder: Recorder, partition: string, parent: string, operation: CreateIndex): boolean {
  if (operation.where !== null || operation.columns.includes(null) || operation.ownOrder === true) return false;
  const isLike = (index: Index) =>
    isLikeIndex(index, { ...operation, partial: false }) &&
    index.ownOrder !== true &&
    `${[...index.reads].sort()}` === `${[...operation.include].sort()}`;
  const count = (table: string) => indexesOf(table, recorder.catalog).filter(isLike).length;
  return count(partition) > count(parent);
}

/** ACCESS EXCLUSIVE on the index's table. CONCURRENTLY: SHARE UPDATE EXCLUSIVE, once older transactions are gone. */
export function dropIndexEffects(recorder: Recorder, operation: OperationOf<"drop-index">): void {
  if (operation.concurrently) recorder.refusesTransaction();
  for (const name of operation.indexes) {
    const index = known(recorder, name);
    const mode = operation.concurrently ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock";
    if (index !== undefined) recorder.lock(recorder.partitions(index.table), mode);
    else if (!recorder.catalog.complete) recorder.lock(recorder.key(name), mode);
  }
}

/**
 * REINDEX INDEX takes SHARE on the table and ACCESS EXCLUSIVE on the index. The table's own mode lets readers in, yet
 * planning any query on it opens every index, so that readers wait as well (manual, REINDEX, Notes). That is why
 * the index stands among the locks: a relation of its own, with the mode that closes the table in practice.
 */
export function reindexEffects(recorder: Recorder, operation: OperationOf<"reindex">) {
  if (operation.concurrently) recorder.refusesTransaction();
  switch (operation.target) {
    case "index": {
      if (operation.name === null) return;
      const index = known(recorder, operation.name);
      if (index !== undefined) return reindexOne(recorder, index, operation.concurrently);
      if (!recorder.catalog.complete && !operation.concurrently)
        recorder.lock(recorder.key(operation.name), "AccessExclusiveLock");
      return;
    }
    case "table":
      return operation.name === null ? undefined : reindexTable(recorder, recorder.key(operation.name), operation.concurrently);
    case "schema":
    case "database":
    case "system": {
      recorder.refusesTransaction();
      const schema = operation.target === "schema" ? operation.name?.name : undefined;
      for (const [key, table] of recorder.catalog.tables) {
        if (operation.target === "system" || (schema !== undefined && table.schema !== schema)) continue;
        reindexTable(recorder, key, operation.concurrently);
      }
    }
  }
}

function reindexTable(recorder: Recorder, table: string, concurrently: boolean): void {
  const members = recorder.partitions(table);
  // A partitioned table is reindexed partition by partition, each in a transaction of its own.
  if (members.length > 1) recorder.refusesTransaction();
  for (const member of members) {
    recorder.lock(member, concurrently ? "ShareUpdateExclusiveLock" : "ShareLock");
    for (const index of indexesOf(member, recorder.catalog)) reindexOne(recorder, index, concurrently);
  }
}

function reindexOne(recorder: Recorder, index: Index, concurrently: boolean): void {
  recorder.lock(index.table, concurrently ? "ShareUpdateExclusiveLock" : "ShareLock");
  if (!concurrently && recorder.hasStorage(index.table)) recorder.lock(`${index.schema}.${index.name}`, "AccessExclusiveLock");
  recorder.build(index.table, index.name);
}

/** ALTER INDEX … RENAME and storage options lock the index alone, and let queries use it (12 and later). */
export function alterIndexEffects(recorder: Recorder, operation: OperationOf<"rename-index" | "alter-index">): void {
  const key = recorder.key(operation.index);
  const table = known(recorder, operation.index)?.table;
  if (operation.kind === "rename-index" || operation.action === "set-options") {
    recorder.lock(key, recorder.context.serverMajor >= 12 ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
  } else if (operation.action === "attach-partition") {
    recorder.lock(key, "ShareUpdateExclusiveLock");
    if (table !== undefined) recorder.lock(table, "AccessShareLock");
  } else if (operation.action === "set-tablespace") {
    recorder.lock(key, "AccessExclusiveLock");
  }
}

function exists(recorder: Recorder, table: string, index: string): boolean {
  return recorder.catalog.indexes.has(`${table.slice(0, table.indexOf("."))}.${index}`);
}

function known(recorder: Recorder, name: RelationName): Index | undefined {
  const key = foundKey(name, recorder.catalog);
  return key === undefined ? undefined : recorder.catalog.indexes.get(key);
}
