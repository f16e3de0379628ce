import type { Assessment } from "../../model/assessment.js";
import type { Finding, Fix } from "../../model/finding.js";
import { planJson } from "./plan-json.js";
import { rehearsalJson } from "./rehearsal-json.js";

/** The assessment's contract: its fields in its order, then what is ours to add. */
export function assessmentJson(assessment: Assessment): AssessmentJson {
  const { version, tool, digest, verdict, findings, rehearsal, impacts, promises, coverage, subject, history } = assessment;
  return {
    version,
    tool: { name: tool.name, version: tool.version },
    digest,
    verdict: {
      decision: verdict.decision,
      risk: verdict.risk,
      reasons: verdict.reasons.map(({ code, message, finding }) => ({ code, message, finding })),
      approvals: { required: verdict.approvals.required, from: verdict.approvals.from },
    },
    findings: findings.map((finding) => findingJson(finding, assessment)),
    rehearsal: rehearsalJson(rehearsal),
    impacts,
    promises,
    coverage: {
      statements: coverage.statements,
      parsed: coverage.parsed,
      executed: coverage.executed,
      unseen: coverage.unseen.map(({ what, why, place, blocking }) => ({ what, why, place, blocking })),
    },
    ...planJson(assessment),
    subject,
    history: { format: history.format, formatReason: history.formatReason, settled: history.settled, proposed: history.proposed },
  };
}

/** What others read; only what several databases share has to be known here. */
interface AssessmentJson {
  readonly findings: readonly object[];
  readonly [field: string]: unknown;
}

function findingJson(finding: Finding, { rehearsal }: Assessment): object {
  const {
    rule,
    hazard,
    severity,
    evidence,
    migration,
    statement,
    table,
    place,
    message,
    remedy,
    fix,
    suppressed,
    id,
    direction,
    proof,
  } = finding;
  const { file, line, column, endLine, endColumn } = place;
  return {
    rule,
    hazard,
    severity,
    evidence,
    migration,
    statement,
    table: table === null ? null : { schema: table.schema ?? schemaOf(table.name, rehearsal), name: table.name },
    place: { file, line, column, endLine, endColumn },
    message,
    remedy,
    fix: fix === null ? null : fixJson(fix),
    suppressed: suppressed === null ? null : { reason: suppressed.reason },
    id,
    direction,
    proof,
  };
}

function fixJson({ edits, verified, sql, role, differs, proof }: Fix): unknown {
  return { edits, verified, sql, role: role ?? "instead", differs: differs ?? null, proof: proof ?? null };
}

/** An unqualified name lies where the search path finds it first; a table that is not there yet is made in `public`. */
function schemaOf(name: string, rehearsal: Assessment["rehearsal"]): string {
  const base = rehearsal?.base ?? null;
  return base?.searchPath.find((schema) => base.tables.has(`${schema}.${name}`)) ?? "public";
}
