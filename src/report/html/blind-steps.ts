import type { Assessment } from "../../model/assessment.js";
import type { Phase, Step } from "../../model/rehearsal.js";

/** Steps whose locks the engine could not see. A BEGIN is none: it locks nothing. */
export function blindSteps({ rehearsal, migrations }: Assessment, phases: readonly Phase[]): Step[] {
  const blind = (rehearsal?.steps ?? []).filter(({ phase, locksSeen }) => !locksSeen && phases.includes(phase));
  return blind.filter(({ migration, statement, phase }) => {
    const owner = migrations.find(({ id }) => id === migration);
    const script = phase === "down" ? owner?.down : owner?.up;
    const operations = script?.statements.find(({ index }) => index === statement)?.operations ?? [];
    return operations.length === 0 || operations.some(({ operation }) => operation.kind !== "transaction");
  });
}
