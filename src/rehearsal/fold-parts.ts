import type { SchemaDifference } from "../model/rehearsal.js";
import type { Fingerprint } from "./fingerprint.js";

/** Leaves out the columns, constraints and indexes of a relation that is itself wholly new or gone: the relation says it all. */
export function foldParts(differences: readonly SchemaDifference[], before: Fingerprint, after: Fingerprint): SchemaDifference[] {
  const whole = new Set(
    differences
      .filter(({ kind, before: was, after: is }) => RELATIONS.has(kind) && (was === null || is === null))
      .map(({ object }) => object),
  );
  return differences.filter(({ kind, object }) => {
    const parent = (before.get(`${kind} ${object}`) ?? after.get(`${kind} ${object}`))?.parent ?? null;
    return parent === null || !whole.has(parent);
  });
}

const RELATIONS: ReadonlySet<string> = new Set([
  "table",
  "partitioned table",
  "foreign table",
  "view",
  "materialized view",
  "sequence",
  "composite type",
]);
