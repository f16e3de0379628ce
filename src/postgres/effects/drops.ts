import { referrersOf, viewsOver } from "../../catalog/dependents.js";
import { routineKeyOf, typeKeyOf } from "../../catalog/key-of.js";
import type { OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { tablesWithType } from "./domains.js";
import { lockForDroppedForeignKey } from "./foreign-keys.js";
import { dropIndexEffects } from "./indexes.js";
import { lockDefaultPartition } from "./partitions.js";
import type { Recorder } from "./recorder.js";

export function dropTableEffects(recorder: Recorder, operation: OperationOf<"drop-table">): void {
  for (const name of operation.tables) dropRelation(recorder, recorder.key(name), operation.cascade);
}

/** The table, its partitions, the tables that its foreign keys point to, and with CASCADE those that point to it and the views over it. */
function dropRelation(recorder: Recorder, key: string, cascade: boolean): void {
  if (recorder.isAbsent(key)) return;
  const table = recorder.table(key);
  const family = cascade ? recorder.family(key) : recorder.partitions(key);
  recorder.lock(family, "AccessExclusiveLock");
  for (const member of family) {
    for (const constraint of recorder.table(member)?.constraints ?? []) lockForDroppedForeignKey(recorder, member, constraint);
    if (!cascade) continue;
    for (const referrer of referrersOf(member, recorder.catalog)) {
      lockForDroppedForeignKey(recorder, referrer.table, referrer.constraint);
    }
    recorder.lock(viewsOver(member, recorder.catalog), "AccessExclusiveLock");
  }
  if (table?.partitionOf === null || table === undefined) return;
  recorder.lock(table.partitionOf, "AccessExclusiveLock");
  if (!table.isDefaultPartition) lockDefaultPartition(recorder, table.partitionOf, null);
}

export function dropObjectEffects(recorder: Recorder, operation: OperationOf<"drop-object">) {
  const { object, names, on, cascade } = operation;
  if (on !== null) {
    const table = recorder.key(on);
    return recorder.lock(object === "trigger" ? recorder.partitions(table) : table, "AccessExclusiveLock");
  }
  if (object === "index") {
    return dropIndexEffects(recorder, { ...operation, kind: "drop-index", indexes: names });
  }
  if (object === "database" || object === "tablespace") return recorder.refusesTransaction();
  for (const name of names) dropOne(recorder, object, name, cascade);
}

function dropOne(recorder: Recorder, object: OperationOf<"drop-object">["object"], name: RelationName, cascade: boolean) {
  switch (object) {
    case "table":
    case "foreign table":
      return dropRelation(recorder, recorder.key(name), cascade);
    case "view":
    case "materialized view":
      return dropView(recorder, recorder.key(name), cascade);
    case "sequence":
      return recorder.lock(recorder.key(name), "AccessExclusiveLock");
    case "type":
    case "domain":
    case "enum":
      return dropType(recorder, name, cascade);
    case "function":
    case "procedure":
    case "routine":
      return dropRoutine(recorder, name, cascade);
    case "schema":
      return dropSchema(recorder, name.name, cascade);
    default:
      return;
  }
}

function dropView(recorder: Recorder, key: string, cascade: boolean): void {
  if (recorder.isAbsent(key)) return;
  recorder.lock(key, "AccessExclusiveLock");
  if (cascade) recorder.lock(viewsOver(key, recorder.catalog), "AccessExclusiveLock");
}

/** DROP TYPE … CASCADE drops the columns of that type, on every table that has one. */
function dropType(recorder: Recorder, name: RelationName, cascade: boolean): void {
  const key = typeKeyOf(name, recorder.catalog);
  if (key !== undefined && cascade) recorder.lock(tablesWithType(key, recorder.catalog), "AccessExclusiveLock");
}

/** DROP FUNCTION … CASCADE takes the triggers that call it along. */
function dropRoutine(recorder: Recorder, name: RelationName, cascade: boolean): void {
  if (!cascade) return;
  const key = routineKeyOf(name, recorder.catalog);
  for (const [table, { triggers }] of recorder.catalog.tables) {
    if (triggers.some(({ routine }) => routine === key || routine === name.name)) recorder.lock(table, "AccessExclusiveLock");
  }
}

function dropSchema(recorder: Recorder, schema: string, cascade: boolean): void {
  if (!cascade) return;
  for (const [key, table] of recorder.catalog.tables) if (table.schema === schema) dropRelation(recorder, key, true);
  for (const [key, view] of recorder.catalog.views) if (view.schema === schema) dropView(recorder, key, true);
  for (const [key, type] of recorder.catalog.types) {
    if (type.schema === schema) recorder.lock(tablesWithType(key, recorder.catalog), "AccessExclusiveLock");
  }
}

/** TRUNCATE swaps in empty storage; nothing is read. CASCADE empties every table that references one of these, however far away. */
export function truncateEffects(recorder: Recorder, operation: OperationOf<"truncate">): void {
  const emptied = operation.tables.flatMap((name) => recorder.family(recorder.key(name)));
  for (const key of emptied) {
    recorder.lock(key, "AccessExclusiveLock");
    if (!operation.cascade) continue;
    for (const { table } of referrersOf(key, recorder.catalog)) {
      for (const member of recorder.family(table)) if (!emptied.includes(member)) emptied.push(member);
    }
  }
}
