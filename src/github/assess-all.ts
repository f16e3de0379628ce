import type { Gate } from "../entry/load-settings.js";
import { ReportableError } from "../errors.js";
import { combine } from "../gate/combine.js";
import type { Assessed, AssessedDatabase } from "../model/assessed.js";
import type { Assessment } from "../model/assessment.js";
import type { Plan } from "../plan.js";
import type { Settings } from "../settings/schema.js";
import { notJudged } from "./not-judged.js";

interface Means {
  /** The plan that is about to run, without running anything. */
  readonly planOf: (settings: Settings) => Promise<Plan>;
  readonly assess: (settings: Settings) => Promise<Assessment>;
  readonly notes: readonly string[];
}

/**
 * Judges each database of a gate after the other. Of several, one that cannot be judged keeps nobody from seeing the
 * others, and makes the whole impossible to judge; one that the change does not touch is listed and not rehearsed.
 */
export async function assessAll({ key, databases }: Gate, { planOf, assess, notes }: Means): Promise<Assessed> {
  const [only] = databases;
  if (only !== undefined && databases.length === 1)
    return combine(key, [{ key: only.key, touched: true, assessment: await assess(only) }], notes);
  const judged: AssessedDatabase[] = [];
  for (const settings of databases) judged.push(await judge(settings, planOf, assess));
  return combine(key, judged, notes);
}

async function judge(settings: Settings, planOf: Means["planOf"], assess: Means["assess"]): Promise<AssessedDatabase> {
  const { key } = settings;
  let digest: string | null = null;
  try {
    const plan = await planOf(settings);
    digest = plan.digest;
    return { key, touched: !plan.isEmpty, assessment: await assess(settings) };
  } catch (error) {
    if (!(error instanceof ReportableError)) throw error;
    return { key, touched: true, assessment: notJudged(settings, digest, error) };
  }
}
