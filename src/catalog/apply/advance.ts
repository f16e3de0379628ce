import type { Operation } from "../../model/operation.js";
import { keyOf } from "../key-of.js";
import { applyAddColumn, applyColumnChange, dropColumn } from "./columns.js";
import { addConstraint, dropConstraint, validateConstraint } from "./constraints.js";
import { dropIndexes, dropTables } from "./drops.js";
import { applyChangeOwner, applyGrant } from "./grants.js";
import { applyCreateIndex } from "./indexes.js";
import {
  applyAlterSequence,
  applyCreateObject,
  applyCreateSequence,
  applyDropObject,
  applyPublication,
  applyRenameObject,
  applySetSchema,
} from "./objects.js";
import { applyAttachPartition, applyDetachPartition, applyInherit } from "./partitions.js";
import { moveRelation, relationKey, renameColumn, renameConstraint } from "./renames.js";
import { addRows, applyInsert, applyTruncate } from "./rows.js";
import { deleteRows, forgetAllRows, forgetRows, updateRows } from "./samples.js";
import { searchPathOf } from "./search-path.js";
import type { Step } from "./step.js";
import { applyCreateTable, applyCreateTableAs, assumeTable } from "./tables.js";
import { applyAlterDomain, applyCreateType, applyEnumChange } from "./types.js";
import {
  applyAlterRoutine,
  applyCreatePolicy,
  applyCreateRoutine,
  applyCreateTrigger,
  applyCreateView,
} from "./views-and-routines.js";

/** Moves the draft forward by one operation. Kinds that change no schema and no row count leave it as it is. */
export function advance(step: Step, operation: Operation) {
  const { draft } = step;
  switch (operation.kind) {
    case "create-table":
      return applyCreateTable(step, operation);
    case "create-table-as":
      return applyCreateTableAs(step, operation);
    case "drop-table":
      return dropTables(step, operation.tables);
    case "rename-table":
      return moveRelation(step, relationKey(step, operation.table), { name: operation.to });
    case "set-schema":
      return applySetSchema(step, operation);
    case "set-logged":
      return draft.changeTable(keyOf(operation.table, draft), () => ({ unlogged: !operation.logged }));
    case "row-security":
      if (operation.action === "force" || operation.action === "no-force") return;
      return draft.changeTable(keyOf(operation.table, draft), () => ({ rowSecurity: operation.action === "enable" }));
    case "replica-identity":
      return draft.changeTable(keyOf(operation.table, draft), () => ({
        replicaIdentity: operation.identity,
        ...(operation.index === null ? {} : { identityIndex: operation.index }),
      }));
    case "set-inherit":
      return applyInherit(step, operation);
    case "attach-partition":
      return applyAttachPartition(step, operation);
    case "detach-partition":
      return applyDetachPartition(step, operation);
    case "add-column":
      assumeTable(step, operation.table);
      return applyAddColumn(step, operation);
    case "drop-column":
      return dropColumn(step, keyOf(operation.table, draft), operation.column, operation.cascade);
    case "rename-column":
      return renameColumn(step, keyOf(operation.table, draft), operation.column, operation.to);
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "set-generated":
      return applyColumnChange(step, operation);
    case "add-constraint":
      assumeTable(step, operation.table);
      return addConstraint(step, keyOf(operation.table, draft), operation.constraint);
    case "validate-constraint":
      return validateConstraint(step, keyOf(operation.table, draft), operation.constraint);
    case "drop-constraint":
      return dropConstraint(step, keyOf(operation.table, draft), operation.constraint, operation.cascade);
    case "rename-constraint":
      return renameConstraint(step, keyOf(operation.table, draft), operation.constraint, operation.to);
    case "create-index":
      return applyCreateIndex(step, operation);
    case "drop-index":
      return dropIndexes(step, operation.indexes, operation.cascade);
    case "rename-index":
      return moveRelation(step, relationKey(step, operation.index), { name: operation.to });
    case "create-enum":
    case "create-type":
    case "create-domain":
      return applyCreateType(step, operation);
    case "alter-domain":
      return applyAlterDomain(step, operation);
    case "add-enum-value":
    case "rename-enum-value":
      return applyEnumChange(step, operation);
    case "create-sequence":
      return applyCreateSequence(step, operation);
    case "alter-sequence":
      return applyAlterSequence(step, operation);
    case "create-view":
    case "create-materialized-view":
      return applyCreateView(step, operation);
    case "create-routine":
      return applyCreateRoutine(step, operation);
    case "create-policy":
      return applyCreatePolicy(step, operation);
    case "alter-object":
      applyPublication(step, operation);
      return applyAlterRoutine(step, operation);
    case "create-trigger":
      return applyCreateTrigger(step, operation);
    case "create-object":
      return applyCreateObject(step, operation);
    case "drop-object":
      return applyDropObject(step, operation);
    case "rename-object":
      return applyRenameObject(step, operation);
    case "grant":
      return applyGrant(step, operation);
    case "change-owner":
      return applyChangeOwner(step, operation);
    case "insert":
      return applyInsert(step, operation);
    case "truncate":
      return applyTruncate(step, operation);
    case "merge":
      forgetRows(draft, keyOf(operation.table, draft));
      return addRows(draft, keyOf(operation.table, draft), null);
    case "update":
      return updateRows(draft, keyOf(operation.table, draft), operation);
    case "delete":
      return deleteRows(draft, keyOf(operation.table, draft), operation);
    case "call":
      return forgetAllRows(draft);
    case "do-block":
      if (operation.dynamic.length === 0) return;
      draft.dynamic = [...draft.dynamic, ...operation.dynamic];
      return forgetAllRows(draft);
    case "copy":
      if (operation.direction === "from" && operation.table !== null) {
        addRows(draft, keyOf(operation.table, draft), null);
        draft.changeTable(keyOf(operation.table, draft), () => ({ otherRows: true }));
      }
      return;
    case "set":
      if (operation.name === "search_path") draft.searchPath = searchPathOf(operation.value);
      return;
    case "reset":
      if (operation.name === null || operation.name === "search_path") draft.searchPath = searchPathOf(null);
      return;
    case "lock-table":
    case "set-tablespace":
    case "set-access-method":
    case "set-table-options":
    case "cluster":
    case "vacuum":
    case "analyze":
    case "set-column-option":
    case "alter-constraint":
    case "reindex":
    case "alter-index":
    case "refresh-materialized-view":
    case "switch-trigger":
    case "create-rule":
    case "comment":
    case "select":
    case "transaction":
    case "psql-command":
    case "unreadable":
    case "other":
      return;
    default:
      operation satisfies never;
  }
}
