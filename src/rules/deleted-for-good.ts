import { applyOperation } from "../catalog/apply-operation.js";
import { isLookUp } from "../catalog/is-look-up.js";
import { keyOf } from "../catalog/key-of.js";
import { operationsOf } from "../catalog/operations-of.js";
import { rootOf } from "../catalog/root-of.js";
import type { Operation } from "../model/operation.js";
import { UNTOLD } from "./known-names.js";
import type { Change } from "./rule.js";

/** A table of before from which the ups delete by a filter, and which the downs write nothing into. Of lists of kinds `rowsOnPaper` tells. */
export function deletedForGood({ migrations, base }: Change): string | null {
  const downs = migrations.map(({ down }) => down);
  if (!base.complete || downs.some((down) => down === null || down.statements.length === 0)) return null;
  const back = downs.flatMap((down) => (down === null ? [] : operationsOf(down)));
  if (back.some(mayWrite)) return null;
  let catalog = base;
  for (const operation of migrations.flatMap(({ up }) => operationsOf(up))) {
    const key = operation.kind === "delete" ? keyOf(operation.table, catalog) : null;
    const table = key === null ? undefined : base.tables.get(key);
    if (operation.kind === "delete" && key !== null && table?.origin === "settled" && !isLookUp(key, base)) {
      // What is written into a partitioned table lands in its partitions.
      const names = new Set([operation.table.name, rootOf(key, base).replace(/^[^.]*\./u, "")]);
      const named = (other: Operation) => "table" in other && other.table !== null && names.has(other.table.name);
      if (table.rows !== 0 && !back.some((other) => WRITES.has(other.kind) && named(other))) return key;
    }
    catalog = applyOperation(catalog, operation, "change");
  }
  return null;
}

/** Anything, anywhere. */
function mayWrite(operation: Operation): boolean {
  return MAY_WRITE.has(operation.kind) || (operation.kind === "select" && operation.calls.length > 0);
}

const MAY_WRITE: ReadonlySet<Operation["kind"]> = new Set(UNTOLD);
const WRITES: ReadonlySet<Operation["kind"]> = new Set(["insert", "merge", "copy", "rename-table", "create-table-as"]);
