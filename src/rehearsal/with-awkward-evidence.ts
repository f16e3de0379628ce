import type { AwkwardPath } from "../model/awkward.js";
import type { Catalog } from "../model/catalog.js";
import type { Step } from "../model/rehearsal.js";

/** Work on a table without rows cannot be seen. Where awkward rows stood in for them, what was read, written and changed there is added. */
export function withAwkwardEvidence(
  steps: readonly Step[],
  seen: readonly Step[],
  { filled }: AwkwardPath,
  base: Catalog | null,
): Step[] {
  const stoodIn = new Set(
    filled.map(({ relation }) => relation).filter((relation) => !((base?.tables.get(relation)?.rows ?? 0) > 0)),
  );
  if (stoodIn.size === 0) return [...steps];
  const byPlace = new Map(seen.map((step) => [`${step.migration} ${step.statement}`, step]));
  return steps.map((step) => {
    const other = step.phase === "up" && step.error === null ? byPlace.get(`${step.migration} ${step.statement}`) : undefined;
    if (other === undefined || other.error !== null) return step;
    const added = <T extends { readonly relation: string }>(own: readonly T[], more: readonly T[]) => [
      ...own.filter(({ relation }) => !stoodIn.has(relation)),
      ...more.filter(({ relation }) => stoodIn.has(relation)),
    ];
    return {
      ...step,
      scans: added(step.scans, other.scans),
      changes: added(step.changes, other.changes),
      rewrites: [...new Set([...step.rewrites, ...other.rewrites.filter((relation) => stoodIn.has(relation))])],
    };
  });
}
