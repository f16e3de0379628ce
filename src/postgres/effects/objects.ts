import { typeKeyOf } from "../../catalog/key-of.js";
import type { OperationOf } from "../../model/operation.js";
import { tablesWithType } from "./domains.js";
import type { Recorder } from "./recorder.js";

/** SHARE ROW EXCLUSIVE: writers wait, readers do not (manual, CREATE TRIGGER; ALTER TABLE, ENABLE TRIGGER). Row triggers reach every partition. */
export function triggerEffects(recorder: Recorder, operation: OperationOf<"create-trigger">): void {
  const table = recorder.key(operation.table);
  recorder.lock(operation.level === "row" ? recorder.partitions(table) : table, "ShareRowExclusiveLock");
}

export function switchTriggerEffects(recorder: Recorder, operation: OperationOf<"switch-trigger">): void {
  const table = recorder.key(operation.table);
  const spreads = recorder
    .table(table)
    ?.triggers.some(({ level, name }) => level === "row" && (operation.trigger === null || operation.trigger === name));
  recorder.lock(spreads === true ? recorder.partitions(table) : table, "ShareRowExclusiveLock");
}

/** A CHECK or NOT NULL on a domain is tried on every row of every table that uses it, under SHARE (manual, ALTER DOMAIN, Notes). */
export function alterDomainEffects(recorder: Recorder, operation: OperationOf<"alter-domain">): void {
  const scans =
    (operation.action === "add-constraint" && !operation.notValid) ||
    operation.action === "validate-constraint" ||
    operation.action === "set-not-null";
  const key = typeKeyOf(operation.type, recorder.catalog);
  if (!scans || key === undefined) return;
  const tables = tablesWithType(key, recorder.catalog).filter((table) => recorder.hasStorage(table));
  recorder.lock(tables, "ShareLock");
  recorder.scan(tables, "checks every value of the domain");
}

export function alterSequenceEffects(recorder: Recorder, operation: OperationOf<"alter-sequence">): void {
  recorder.lock(recorder.key(operation.sequence), "ShareRowExclusiveLock");
  if (operation.ownedBy !== null) recorder.lock(recorder.key(operation.ownedBy.table), "AccessShareLock");
}

export function renameObjectEffects(recorder: Recorder, operation: OperationOf<"rename-object">): void {
  const { object, name, on } = operation;
  if (on !== null) {
    if (object !== "trigger" && object !== "policy" && object !== "rule") return;
    const table = recorder.key(on);
    // The clones on partitions are renamed along from 15 on.
    const spreads = object === "trigger" && recorder.context.serverMajor >= 15;
    recorder.lock(spreads ? recorder.partitions(table) : table, "AccessExclusiveLock");
  } else if (["table", "view", "materialized view", "foreign table", "sequence"].includes(object)) {
    recorder.lock(recorder.key(name), "AccessExclusiveLock");
  }
}

/** A comment on a relation keeps out other DDL for a moment; nothing that reads or writes waits. */
export function commentEffects(recorder: Recorder, { object, name }: OperationOf<"comment">): void {
  const onRelation = ["table", "view", "materialized view", "foreign table", "index", "sequence", "column"].includes(object);
  if (onRelation) recorder.lock(recorder.key(name), "ShareUpdateExclusiveLock");
  // For what stands on a table the operation names that table; a domain's constraint names a type instead.
  const onPart = ["constraint", "trigger", "policy", "rule"].includes(object);
  if (onPart && typeKeyOf(name, recorder.catalog) === undefined) recorder.lock(recorder.key(name), "AccessShareLock");
}

/** From 18 on GRANT and REVOKE take ACCESS SHARE on relations named one by one; before, nothing. */
export function grantEffects(recorder: Recorder, operation: OperationOf<"grant">): void {
  if (recorder.context.serverMajor < 18 || operation.allInSchema || !["table", "sequence"].includes(operation.object)) return;
  for (const name of operation.names) recorder.lock(recorder.key(name), "AccessShareLock");
}

/** ALTER POLICY names its table; whatever else is altered here is no relation. */
export function alterObjectEffects(recorder: Recorder, { object, name }: OperationOf<"alter-object">) {
  if (object === "policy") recorder.lock(recorder.key(name), "AccessExclusiveLock");
}

export function createObjectEffects(recorder: Recorder, { object }: OperationOf<"create-object">): void {
  if (object === "database" || object === "tablespace" || object === "subscription") recorder.refusesTransaction();
}
