import type { Table } from "../../model/catalog.js";
import type { CatalogDraft } from "../catalog-draft.js";

/** One operation being applied: the catalog in motion, and whose SQL it is. */
export interface Step {
  readonly draft: CatalogDraft;
  /** What new objects are marked with. */
  readonly origin: "settled" | "change";
  /** True when a table that this SQL creates holds exactly the rows that this SQL puts there. */
  readonly countsRows: boolean;
}

/** Rows of a table just created. */
export function rowsAtBirth(step: Step): number | null {
  return step.countsRows ? 0 : null;
}

/** The table and everything below it that the draft knows, itself first. */
export function familyIn(draft: CatalogDraft, key: string): readonly string[] {
  const family = [key];
  const root = draft.tables.get(key);
  if (root === undefined || !draft.isParent(key)) return family;
  for (const member of family) {
    for (const [child, table] of draft.tables) {
      if ((table.partitionOf === member || table.inherits.includes(member)) && !family.includes(child)) family.push(child);
    }
  }
  return family;
}

/** Changes the table and all its partitions and inheritance children. */
export function changeFamily(draft: CatalogDraft, key: string, change: (table: Table) => Partial<Table>): void {
  for (const member of familyIn(draft, key)) draft.changeTable(member, change);
}

export function isRelationTaken(draft: CatalogDraft, schema: string): (name: string) => boolean {
  return (name) => {
    const key = `${schema}.${name}`;
    return draft.tables.has(key) || draft.indexes.has(key) || draft.views.has(key) || draft.sequences.has(key);
  };
}
