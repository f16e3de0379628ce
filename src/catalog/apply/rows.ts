import type { OperationOf } from "../../model/operation.js";
import type { CatalogDraft } from "../catalog-draft.js";
import { keyOf } from "../key-of.js";
import { forgetRows, rememberRows } from "./samples.js";
import { familyIn, type Step } from "./step.js";

/** INSERT adds what can be counted; what cannot be counted leaves the number unknown. A partitioned table's rows are unknown below it. */
export function applyInsert(step: Step, operation: OperationOf<"insert">): void {
  const key = keyOf(operation.table, step.draft);
  const added = operation.onConflict === "none" ? operation.rows : null;
  addRows(step.draft, key, added);
  rememberRows(step.draft, key, operation);
}

export function addRows(draft: CatalogDraft, key: string, added: number | null): void {
  draft.changeTable(key, ({ rows }) => ({ rows: rows === null || added === null ? null : rows + added }));
  for (const partition of familyIn(draft, key).slice(1)) {
    if (added !== 0) draft.changeTable(partition, () => ({ rows: null }));
  }
  const parent = draft.tables.get(key)?.partitionOf ?? null;
  if (parent !== null && added !== 0) forgetRowsAbove(draft, parent);
}

/** TRUNCATE leaves the tables empty, and with CASCADE every table that references them. What a settled one emptied has since been filled. */
export function applyTruncate(step: Step, operation: OperationOf<"truncate">): void {
  for (const name of operation.tables) forgetRows(step.draft, keyOf(name, step.draft));
  if (!step.countsRows) return;
  const emptied = operation.tables.flatMap((name) => familyIn(step.draft, keyOf(name, step.draft)));
  for (const key of emptied) {
    step.draft.changeTable(key, () => ({ rows: 0 }));
    if (!operation.cascade) continue;
    for (const [other, { constraints }] of step.draft.tables) {
      if (!emptied.includes(other) && constraints.some(({ references }) => references?.table === key)) emptied.push(other);
    }
  }
}

function forgetRowsAbove(draft: CatalogDraft, key: string): void {
  draft.changeTable(key, () => ({ rows: null }));
  const parent = draft.tables.get(key)?.partitionOf ?? null;
  if (parent !== null) forgetRowsAbove(draft, parent);
}
