import type { ObjectType, OperationOf } from "../../model/operation.js";
import { lockModeOf } from "../lock-modes.js";
import { relationsRead } from "./reads.js";
import type { Recorder } from "./recorder.js";

/** The catalog entry of one relation changes; its partitions and children keep theirs. */
export function closeBriefly(
  recorder: Recorder,
  operation: OperationOf<"rename-table" | "replica-identity" | "row-security">,
): void {
  recorder.lock(recorder.key(operation.table), "AccessExclusiveLock");
}

const relations: ReadonlySet<ObjectType> = new Set(["table", "view", "materialized view", "foreign table", "sequence"]);

export function setSchemaOrOwnerEffects(recorder: Recorder, { object, name }: OperationOf<"set-schema" | "change-owner">): void {
  if (relations.has(object)) recorder.lock(recorder.key(name), "AccessExclusiveLock");
}

/** The table is copied, unless it is so already. */
export function setLoggedEffects(recorder: Recorder, operation: OperationOf<"set-logged">): void {
  const table = recorder.key(operation.table);
  recorder.lock(table, "AccessExclusiveLock");
  if (recorder.table(table)?.unlogged !== !operation.logged) recorder.rewrite(table);
}

/**
 * Copies the files of the table; its indexes stay. `pg_default` is taken to be where it stands already, since the
 * catalog does not say and nearly every table stands there.
 */
export function setTablespaceEffects(recorder: Recorder, operation: OperationOf<"set-tablespace">): void {
  const table = recorder.key(operation.table);
  recorder.lock(table, "AccessExclusiveLock");
  if (operation.tablespace !== "pg_default" && !recorder.catalog.indexes.has(table)) recorder.rewrite(table);
}

/** `heap` is the only table access method that PostgreSQL ships; changing to the method that it has copies nothing. */
export function setAccessMethodEffects(recorder: Recorder, operation: OperationOf<"set-access-method">): void {
  const table = recorder.key(operation.table);
  recorder.lock(table, "AccessExclusiveLock");
  if (operation.method !== null && operation.method !== "heap") recorder.rewrite(table);
}

/** Manual, ALTER TABLE, SET ( storage_parameter ): fillfactor, TOAST, autovacuum and planner parameters take SHARE UPDATE EXCLUSIVE. */
const gentleOptions =
  /^(?:toast\.)?(?:autovacuum_.*|log_autovacuum_.*|vacuum_.*|fillfactor|toast_tuple_target|parallel_workers)$/u;

export function tableOptionEffects(recorder: Recorder, operation: OperationOf<"set-table-options">): void {
  const gentle = Object.keys(operation.options).every((name) => gentleOptions.test(name));
  recorder.lock(recorder.key(operation.table), gentle ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
}

/** Rewrites the table in index order under ACCESS EXCLUSIVE; without a table, every table ever clustered, each in a transaction of its own. */
export function clusterEffects(recorder: Recorder, operation: OperationOf<"cluster">) {
  if (operation.table === null) return recorder.refusesTransaction();
  const members = recorder.partitions(recorder.key(operation.table));
  if (members.length > 1) recorder.refusesTransaction();
  recorder.lock(members, "AccessExclusiveLock");
  recorder.rewrite(members);
}

/** VACUUM keeps out only other maintenance; VACUUM FULL rewrites under ACCESS EXCLUSIVE. */
export function vacuumEffects(recorder: Recorder, operation: OperationOf<"vacuum">): void {
  recorder.refusesTransaction();
  for (const member of named(recorder, operation.tables)) {
    recorder.lock(member, operation.full ? "AccessExclusiveLock" : "ShareUpdateExclusiveLock");
    if (operation.full) recorder.rewrite(member);
  }
}

/** Reads a sample: at most 300 pages for each unit of the statistics target, whatever the size of the table. */
export function analyzeEffects(recorder: Recorder, operation: OperationOf<"analyze">): void {
  recorder.lock(named(recorder, operation.tables), "ShareUpdateExclusiveLock");
}

function named(recorder: Recorder, tables: OperationOf<"analyze">["tables"]): readonly string[] {
  if (tables.length === 0) return [...recorder.catalog.tables.keys()];
  return tables.flatMap((name) => recorder.family(recorder.key(name)));
}

/** The mode that it names, ACCESS EXCLUSIVE when it names none; on a view, everything that the view reads as well. */
export function lockTableEffects(recorder: Recorder, operation: OperationOf<"lock-table">): void {
  recorder.lock(relationsRead(recorder, operation.tables), lockModeOf(operation.mode) ?? "AccessExclusiveLock");
}
