import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import { addColumnEffects } from "./effects/add-column.js";
import { alterColumnTypeEffects } from "./effects/alter-column-type.js";
import {
  columnOptionEffects,
  defaultEffects,
  dropColumnEffects,
  dropNotNullEffects,
  generatedEffects,
  renameColumnEffects,
  setNotNullEffects,
} from "./effects/columns.js";
import {
  addConstraintEffects,
  alterConstraintEffects,
  dropConstraintEffects,
  renameConstraintEffects,
  validateConstraintEffects,
} from "./effects/constraints.js";
import { createTableAsEffects, createTableEffects } from "./effects/create-table.js";
import { copyEffects, deleteEffects, insertEffects, selectEffects, updateEffects } from "./effects/data.js";
import { dropObjectEffects, dropTableEffects, truncateEffects } from "./effects/drops.js";
import { alterIndexEffects, createIndexEffects, dropIndexEffects, reindexEffects } from "./effects/indexes.js";
import {
  alterDomainEffects,
  alterObjectEffects,
  alterSequenceEffects,
  commentEffects,
  createObjectEffects,
  grantEffects,
  renameObjectEffects,
  switchTriggerEffects,
  triggerEffects,
} from "./effects/objects.js";
import { attachPartitionEffects, detachPartitionEffects, inheritEffects } from "./effects/partitions.js";
import { type EffectsContext, Recorder } from "./effects/recorder.js";
import {
  analyzeEffects,
  closeBriefly,
  clusterEffects,
  lockTableEffects,
  setAccessMethodEffects,
  setLoggedEffects,
  setSchemaOrOwnerEffects,
  setTablespaceEffects,
  tableOptionEffects,
  vacuumEffects,
} from "./effects/tables.js";
import { createMaterializedViewEffects, createViewEffects, refreshEffects } from "./effects/views.js";
import type { Effects } from "./effects.js";

export type { EffectsContext } from "./effects/recorder.js";

/**
 * What Postgres does for one operation in one catalog. Pure. A relation that an incomplete catalog lacks counts as a
 * plain table of that name.
 *
 * - `locks` holds tables, views and sequences; an index only where its lock is stronger than that of its table
 *   (REINDEX, ALTER INDEX).
 * - `rewrites` and `scans` name tables that hold rows: for a partitioned table its leaves. TRUNCATE swaps storage
 *   without writing any, and is no rewrite.
 */
export function effectsOf(operation: Operation, catalog: Catalog, context: EffectsContext): Effects {
  const recorder = new Recorder(catalog, context);
  record(recorder, operation);
  return recorder.effects();
}

function record(recorder: Recorder, operation: Operation) {
  switch (operation.kind) {
    case "create-table":
      return createTableEffects(recorder, operation);
    case "create-table-as":
      return createTableAsEffects(recorder, operation);
    case "drop-table":
      return dropTableEffects(recorder, operation);
    case "rename-table":
    case "replica-identity":
    case "row-security":
      return closeBriefly(recorder, operation);
    case "truncate":
      return truncateEffects(recorder, operation);
    case "lock-table":
      return lockTableEffects(recorder, operation);
    case "set-schema":
    case "change-owner":
      return setSchemaOrOwnerEffects(recorder, operation);
    case "set-logged":
      return setLoggedEffects(recorder, operation);
    case "set-tablespace":
      return setTablespaceEffects(recorder, operation);
    case "set-access-method":
      return setAccessMethodEffects(recorder, operation);
    case "set-table-options":
      return tableOptionEffects(recorder, operation);
    case "set-inherit":
      return inheritEffects(recorder, operation);
    case "attach-partition":
      return attachPartitionEffects(recorder, operation);
    case "detach-partition":
      return detachPartitionEffects(recorder, operation);
    case "cluster":
      return clusterEffects(recorder, operation);
    case "vacuum":
      return vacuumEffects(recorder, operation);
    case "analyze":
      return analyzeEffects(recorder, operation);
    case "add-column":
      return addColumnEffects(recorder, operation);
    case "drop-column":
      return dropColumnEffects(recorder, operation);
    case "rename-column":
      return renameColumnEffects(recorder, operation);
    case "drop-not-null":
      return dropNotNullEffects(recorder, operation);
    case "set-default":
    case "drop-default":
      return defaultEffects(recorder, operation);
    case "alter-column-type":
      return alterColumnTypeEffects(recorder, operation);
    case "set-not-null":
      return setNotNullEffects(recorder, operation);
    case "set-generated":
      return generatedEffects(recorder, operation);
    case "set-column-option":
      return columnOptionEffects(recorder, operation);
    case "add-constraint":
      return addConstraintEffects(recorder, operation);
    case "validate-constraint":
      return validateConstraintEffects(recorder, operation);
    case "alter-constraint":
      return alterConstraintEffects(recorder, operation);
    case "drop-constraint":
      return dropConstraintEffects(recorder, operation);
    case "rename-constraint":
      return renameConstraintEffects(recorder, operation);
    case "create-index":
      return createIndexEffects(recorder, operation);
    case "drop-index":
      return dropIndexEffects(recorder, operation);
    case "reindex":
      return reindexEffects(recorder, operation);
    case "rename-index":
    case "alter-index":
      return alterIndexEffects(recorder, operation);
    case "add-enum-value":
      // Inside a transaction block from 12 on (manual, ALTER TYPE, Notes).
      return recorder.context.serverMajor < 12 ? recorder.refusesTransaction() : undefined;
    case "alter-domain":
      return alterDomainEffects(recorder, operation);
    case "alter-sequence":
      return alterSequenceEffects(recorder, operation);
    case "create-view":
      return createViewEffects(recorder, operation);
    case "create-materialized-view":
      return createMaterializedViewEffects(recorder, operation);
    case "refresh-materialized-view":
      return refreshEffects(recorder, operation);
    case "create-trigger":
      return triggerEffects(recorder, operation);
    case "switch-trigger":
      return switchTriggerEffects(recorder, operation);
    case "create-policy":
    case "create-rule":
      return recorder.lock(recorder.key(operation.table), "AccessExclusiveLock");
    case "drop-object":
      return dropObjectEffects(recorder, operation);
    case "rename-object":
      return renameObjectEffects(recorder, operation);
    case "alter-object":
      return alterObjectEffects(recorder, operation);
    case "create-object":
      return createObjectEffects(recorder, operation);
    case "comment":
      return commentEffects(recorder, operation);
    case "grant":
      return grantEffects(recorder, operation);
    case "insert":
    case "merge":
      return insertEffects(recorder, operation);
    case "update":
      return updateEffects(recorder, operation);
    case "delete":
      return deleteEffects(recorder, operation);
    case "copy":
      return copyEffects(recorder, operation);
    case "select":
      return selectEffects(recorder, operation);
    // No relation that existed before is locked, read or written.
    case "create-enum":
    case "create-type":
    case "create-domain":
    case "rename-enum-value":
    case "create-sequence":
    case "create-routine":
    case "transaction":
    case "set":
    case "reset":
    // What these touch is not known from the operation: the rehearsal has to tell.
    case "call":
    case "do-block":
    case "psql-command":
    case "unreadable":
      return;
    case "other":
      // PreventInTransactionBlock in standard_ProcessUtility (utility.c).
      if (operation.tag === "AlterSystemStmt") recorder.refusesTransaction();
      return;
    default:
      operation satisfies never;
  }
}
