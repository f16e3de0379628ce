import type { Assessed, AssessedDatabase } from "../model/assessed.js";
import type { Reason, Verdict } from "../model/verdict.js";
import { combinedDigest } from "./combined-digest.js";
import { byWorst, worstOf } from "./worst-of.js";

/** One result of what was judged. A single database stays exactly what it is. */
export function combine(key: string, databases: readonly AssessedDatabase[], notes: readonly string[] = []): Assessed {
  const [only] = databases;
  if (only !== undefined && databases.length === 1) {
    const { digest, verdict, findings } = only.assessment;
    return { key, digest, verdict, findings, databases, notes };
  }
  const sorted = databases.toSorted(
    (left, right) => Number(right.touched) - Number(left.touched) || byWorst(left.assessment.verdict, right.assessment.verdict),
  );
  const touched = sorted.filter((each) => each.touched);
  const plans = touched.map((each) => ({ key: each.key, digest: each.assessment.digest }));
  return {
    key,
    digest: combinedDigest(plans),
    verdict: verdictOf(touched),
    findings: sorted.flatMap(({ assessment }) => assessment.findings),
    databases: sorted,
    notes,
  };
}

function verdictOf(touched: readonly AssessedDatabase[]): Verdict {
  const verdicts = touched.map(({ assessment }) => assessment.verdict);
  const { decision, risk, required } = worstOf(
    verdicts.map((each) => ({ decision: each.decision, risk: each.risk, required: each.approvals.required })),
  );
  const deciding = verdicts.filter((each) => each.decision === decision);
  const asked = deciding.map(({ approvals }) => approvals.from);
  // Whoever may decide on one of them is named; an empty list is everybody with write access.
  const from = asked.some((list) => list.length === 0) ? [] : [...new Set(asked.flat())];
  return { decision, risk, reasons: reasonsOf(touched), approvals: { required, from } };
}

function reasonsOf(touched: readonly AssessedDatabase[]): Reason[] {
  if (touched.length === 0)
    return [{ code: "no-migrations", message: "This change adds no migration to any of the databases.", finding: null }];
  return touched.flatMap(({ key, assessment: { verdict } }) =>
    verdict.reasons.map(({ code, message }) => ({ code, message: `\`${key}\`: ${message}`, finding: null })),
  );
}
