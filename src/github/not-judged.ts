import type { ReportableError } from "../errors.js";
import type { Assessment } from "../model/assessment.js";
import type { Settings } from "../settings/schema.js";
import { version } from "../version.js";

/** A digest that no plan has, for one that cannot be computed. */
const NO_PLAN = "0".repeat(64);

/** One of several databases that could not be judged at all, so that its report stands beside those of the others. */
export function notJudged(settings: Settings, digest: string | null, error: ReportableError): Assessment {
  const why = `${error.message}. Try: ${error.hint}`;
  const unseen = { what: "the whole database", why, place: null, blocking: true };
  return {
    version: 1,
    tool: { name: "migration-gate", version },
    digest: digest ?? NO_PLAN,
    subject: settings.migrations ?? settings.key,
    verdict: {
      decision: "cannot-judge",
      risk: "high",
      reasons: [{ code: "not-judged", message: why, finding: null }],
      approvals: { required: 0, from: settings.approvals.from },
    },
    ...{ findings: [], rehearsal: null, impacts: [], promises: [], migrations: [] },
    coverage: { statements: 0, parsed: 0, executed: 0, unseen: [unseen] },
    history: { format: settings.format ?? "unknown", formatReason: "it was not read", settled: 0, proposed: [] },
  };
}
