import { guardId } from "../gate/guarded-files.js";
import type { Assessment } from "../model/assessment.js";
import type { Finding } from "../model/finding.js";
import type { Settings } from "../settings/schema.js";
import { decide } from "../verdict/decide.js";

type Policy = Pick<Settings, "approvals">;

/** The same assessment, held for the eyes of people where the change edits what it is judged by. No setting silences that. */
export function withGuardedEdits(assessment: Assessment, edits: readonly string[], policy: Policy): Assessment {
  if (assessment.history.proposed.length === 0) return assessment;
  return edits.reduce((held, file) => holding(held, findingOn(file), policy), assessment);
}

/** The same assessment with a finding more, and the verdict that follows. */
export function holding(assessment: Assessment, finding: Finding, { approvals }: Policy): Assessment {
  const { rehearsal, coverage, history } = assessment;
  const findings = [...assessment.findings, finding];
  const verdict = decide({ findings, rehearsal, coverage, proposed: history.proposed.length }, { approvals });
  return { ...assessment, findings, verdict };
}

function findingOn(file: string): Finding {
  return {
    ...{ id: guardId(file), rule: "gate-edited", hazard: "advice", severity: "error", evidence: "observed" },
    ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null },
    place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    message: `The same change edits ${file}, by which the gate judges.`,
    remedy: "Give it a pull request of its own, or have both approved.",
    proof: "in the difference to the base",
  };
}
