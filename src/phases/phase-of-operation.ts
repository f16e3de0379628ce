import { keyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { PhaseName } from "../model/phase.js";
import type { RelationName } from "../model/relation-name.js";

/**
 * The phase that an operation speaks for, what takes old names away left aside; null where it speaks for none: sessions,
 * rights, comments, work on storage, and dropping of what no query names.
 */
export function phaseOfOperation(operation: Operation, catalog: Catalog, base: Catalog): PhaseName | null {
  const isOld = (name: RelationName) => !base.complete || base.tables.has(keyOf(name, catalog));
  if ("temporary" in operation && operation.temporary) return null;
  if (EXPANDS.has(operation.kind)) return "expand";
  if (SWITCHES.has(operation.kind)) return "switch";
  switch (operation.kind) {
    case "update":
    case "merge":
      return "backfill";
    case "insert":
      return isOld(operation.table) || operation.source === "select" ? "backfill" : null;
    case "add-constraint":
      return isOld(operation.table) && !operation.constraint.notValid ? "switch" : "expand";
    case "create-view":
      return operation.replace && base.views.has(keyOf(operation.view, catalog)) ? "switch" : "expand";
    case "create-routine":
      return operation.replace && base.routines.has(keyOf(operation.routine, catalog)) ? "switch" : "expand";
    default:
      return null;
  }
}

const EXPANDS: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
  ...(["create-table", "create-table-as", "add-column", "create-index", "create-materialized-view"] as const),
  ...(["create-enum", "create-type", "create-domain", "create-sequence", "add-enum-value"] as const),
  ...(["create-trigger", "drop-not-null"] as const),
]);

/** What old and new code both see at once: values, rules and names change their meaning. */
const SWITCHES: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
  ...(["set-not-null", "set-default", "drop-default", "validate-constraint", "alter-column-type"] as const),
  ...(["set-generated", "rename-table", "rename-column", "rename-enum-value", "switch-trigger"] as const),
]);
