import { combinedDigest } from "../gate/combined-digest.js";
import type { Plan } from "../plan.js";
import type { Settings } from "../settings/schema.js";

/** What is about to run, of all databases of a gate. */
export interface PlanOfAll {
  readonly digest: string;
  /** Whether none of them has anything to run. */
  readonly isEmpty: boolean;
  readonly databases: readonly (Plan & { readonly key: string })[];
}

/** @throws ReportableError where one of the plans cannot be computed. */
export async function planOfAll(
  databases: readonly Settings[],
  planOf: (settings: Settings) => Promise<Plan>,
): Promise<PlanOfAll> {
  const plans: (Plan & { readonly key: string })[] = [];
  for (const settings of databases) plans.push({ key: settings.key, ...(await planOf(settings)) });
  const [only] = plans;
  if (only !== undefined && plans.length === 1) return { digest: only.digest, isEmpty: only.isEmpty, databases: plans };
  const touched = plans.filter(({ isEmpty }) => !isEmpty);
  return { digest: combinedDigest(touched), isEmpty: touched.length === 0, databases: plans };
}
