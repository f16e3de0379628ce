import type { SchemaDifference } from "../model/rehearsal.js";
import type { Fingerprint } from "./fingerprint.js";

export const COLUMN_ORDER = "column order";

/** Object by object, sorted by kind and name. Empty when the schemas are equal. */
export function compareSchemas(before: Fingerprint, after: Fingerprint): SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  for (const [key, entry] of before) {
    const now = after.get(key)?.definition ?? null;
    if (now !== entry.definition)
      differences.push({ kind: entry.kind, object: entry.object, before: entry.definition, after: now });
  }
  for (const [key, entry] of after) {
    if (!before.has(key)) differences.push({ kind: entry.kind, object: entry.object, before: null, after: entry.definition });
  }
  return withoutEchoes(differences).sort((a, b) => compare(a.kind, b.kind) || compare(a.object, b.object));
}

/** The order of a table's columns says nothing new where columns came, went, or the whole table did. */
function withoutEchoes(differences: readonly SchemaDifference[]): SchemaDifference[] {
  return differences.filter(({ kind, before, after }) => {
    if (kind !== COLUMN_ORDER) return true;
    return before !== null && after !== null && sorted(before) === sorted(after);
  });
}

function sorted(order: string): string {
  return order.split(", ").sort().join(", ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function onlyColumnOrder(differences: readonly SchemaDifference[]): boolean {
  return differences.every(({ kind }) => kind === COLUMN_ORDER);
}
