import type { Growth } from "../../model/growth.js";
import type { Step } from "../../model/rehearsal.js";

/** What others cannot do while a step runs: by its own locks, and by those of earlier steps that are held until after it. */
export function blockedDuring(step: Step, steps: readonly Step[]): Growth["blocks"] {
  const phase = steps.filter((each) => each.phase === step.phase);
  const at = phase.indexOf(step);
  const found = new Map<string, { relation: string; reads: boolean; writes: boolean }>();
  let since = 0;
  for (const earlier of phase.slice(0, at + 1).reverse()) {
    if (earlier !== step) since += earlier.durationMs;
    for (const { relation, reads, writes } of earlier.blocks) {
      const heldMs = earlier.locks.find((lock) => lock.relation === relation)?.heldMs ?? 0;
      // A lock is held in the time of the migration; half a statement of it is more than rounding.
      if (earlier !== step && heldMs < since + step.durationMs / 2) continue;
      const known = found.get(relation);
      found.set(relation, { relation, reads: reads || known?.reads === true, writes: writes || known?.writes === true });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.reads) - Number(a.reads) || (a.relation < b.relation ? -1 : 1));
}
