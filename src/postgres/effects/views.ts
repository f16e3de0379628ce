import { indexesOf } from "../../catalog/dependents.js";
import { creationKey } from "../../catalog/key-of.js";
import type { OperationOf } from "../../model/operation.js";
import { readEffects, readsOf } from "./reads.js";
import type { Recorder } from "./recorder.js";

/** Only the relations that the text names are opened. Replacing a view closes it. */
export function createViewEffects(recorder: Recorder, operation: OperationOf<"create-view">): void {
  const key = creationKey(operation.view, recorder.catalog);
  if (operation.replace && recorder.catalog.views.has(key)) recorder.lock(key, "AccessExclusiveLock");
  for (const name of operation.reads) {
    const read = recorder.key(name);
    if (!recorder.isAbsent(read)) recorder.lock(read, "AccessShareLock");
  }
}

export function createMaterializedViewEffects(recorder: Recorder, operation: OperationOf<"create-materialized-view">): void {
  if (operation.ifNotExists && recorder.catalog.views.has(creationKey(operation.view, recorder.catalog))) return;
  readEffects(recorder, operation.reads, { scans: operation.withData });
}

/** ACCESS EXCLUSIVE and new storage; CONCURRENTLY compares old and new under EXCLUSIVE, which lets readers in (manual, REFRESH MATERIALIZED VIEW). */
export function refreshEffects(recorder: Recorder, operation: OperationOf<"refresh-materialized-view">): void {
  const key = recorder.key(operation.view);
  const view = recorder.catalog.views.get(key);
  const reads = view === undefined ? [] : readsOf(recorder, view).map(nameOfKey);
  if (operation.concurrently) {
    recorder.lock(key, "ExclusiveLock");
    recorder.scan(key, "compares the old rows with the new ones");
  } else {
    recorder.lock(key, "AccessExclusiveLock");
    recorder.replace(key);
    for (const { name } of operation.withData ? indexesOf(key, recorder.catalog) : []) recorder.build(key, name);
  }
  if (operation.withData) readEffects(recorder, reads, { scans: true });
}

function nameOfKey(key: string): { readonly schema: string; readonly name: string } {
  const dot = key.indexOf(".");
  return { schema: key.slice(0, dot), name: key.slice(dot + 1) };
}
