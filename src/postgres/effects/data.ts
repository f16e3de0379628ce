import { referrersOf } from "../../catalog/dependents.js";
import type { LockMode } from "../../model/lock-mode.js";
import type { OperationOf, ReferentialAction } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { readEffects } from "./reads.js";
import type { Recorder } from "./recorder.js";

/** Rows may land in any partition, so each counts as locked. Each new row looks for its parents: ROW SHARE on them. */
export function insertEffects(recorder: Recorder, operation: OperationOf<"insert" | "merge">): void {
  const table = recorder.key(operation.table);
  recorder.lock(recorder.partitions(table), "RowExclusiveLock");
  // A row put straight into a partition is held against the bounds that stand on its ancestors.
  for (
    let above = recorder.table(table)?.partitionOf ?? null;
    above !== null;
    above = recorder.table(above)?.partitionOf ?? null
  ) {
    recorder.lock(above, "AccessShareLock");
  }
  lockParents(recorder, table, null);
  readEffects(recorder, othersIn(recorder, operation.reads, table), { scans: false });
}

export function copyEffects(recorder: Recorder, operation: OperationOf<"copy">) {
  if (operation.table === null) return;
  const table = recorder.key(operation.table);
  if (operation.direction === "to") return readEffects(recorder, [operation.table], { scans: true });
  recorder.lock(recorder.partitions(table), "RowExclusiveLock");
  lockParents(recorder, table, null);
}

/** ROW EXCLUSIVE: others read and write on, but wait for the rows that it changes, until COMMIT. */
export function updateEffects(recorder: Recorder, operation: OperationOf<"update">): void {
  const table = recorder.key(operation.table);
  const family = recorder.family(table);
  recorder.lock(family, "RowExclusiveLock");
  readEffects(recorder, othersIn(recorder, operation.reads, table), { scans: false });
  lockParents(recorder, table, operation.columns);
  for (const { table: other, constraint } of referrersOf(table, recorder.catalog)) {
    if (!(constraint.references?.columns ?? []).some((column) => operation.columns.includes(column))) continue;
    recorder.lock(recorder.partitions(other), modeOfAction(constraint.references?.onUpdate));
  }
  recorder.change(table, operation.bounded);
  if (operation.bounded === "all") recorder.scan(family, "changes every row");
}

/** Tables that reference it are looked through for every row, and written where the key says CASCADE, SET NULL or SET DEFAULT. */
export function deleteEffects(recorder: Recorder, operation: OperationOf<"delete">): void {
  const table = recorder.key(operation.table);
  const family = recorder.family(table);
  recorder.lock(family, "RowExclusiveLock");
  readEffects(recorder, othersIn(recorder, operation.reads, table), { scans: false });
  for (const { table: other, constraint } of referrersOf(table, recorder.catalog)) {
    recorder.lock(recorder.partitions(other), modeOfAction(constraint.references?.onDelete));
  }
  recorder.change(table, operation.bounded);
  if (operation.bounded === "all") recorder.scan(family, "changes every row");
}

export function selectEffects(recorder: Recorder, operation: OperationOf<"select">): void {
  readEffects(recorder, operation.reads, { mode: operation.locksRows ? "RowShareLock" : "AccessShareLock", scans: false });
}

/** NO ACTION and RESTRICT only look; the others write. An action that nobody looked up may write. */
function modeOfAction(action: ReferentialAction | undefined): LockMode {
  return action === "no action" || action === "restrict" ? "RowShareLock" : "RowExclusiveLock";
}

function lockParents(recorder: Recorder, table: string, columns: readonly string[] | null): void {
  for (const constraint of recorder.table(table)?.constraints ?? []) {
    const { references } = constraint;
    if (references === null || references.table === table || constraint.notEnforced) continue;
    if (columns !== null && !constraint.columns.some((column) => columns.includes(column))) continue;
    recorder.lock(recorder.partitions(references.table), "RowShareLock");
  }
}

function othersIn(recorder: Recorder, names: readonly RelationName[], table: string): readonly RelationName[] {
  return names.filter((name) => recorder.key(name) !== table);
}
