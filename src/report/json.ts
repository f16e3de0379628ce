import type { Assessment } from "../model/assessment.js";
import type { Finding } from "../model/finding.js";
import { jsonText } from "./escape/json-text.js";
import { rehearsalJson } from "./json/rehearsal-json.js";
import type { Reporter } from "./reporter.js";

/** The assessment of CONTRACT.md: its fields in its order, then what is ours to add. */
export const json: Reporter = {
  id: "json",
  extension: "json",
  render(assessment) {
    return jsonText(assessmentJson(assessment));
  },
};

function assessmentJson(assessment: Assessment): unknown {
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
    subject,
    history: { format: history.format, formatReason: history.formatReason, settled: history.settled, proposed: history.proposed },
  };
}

function findingJson(finding: Finding, { rehearsal }: Assessment): unknown {
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
    fix: fix === null ? null : { edits: fix.edits, verified: fix.verified, sql: fix.sql },
    suppressed: suppressed === null ? null : { reason: suppressed.reason },
    id,
    direction,
    proof,
  };
}

/** An unqualified name lies where the search path finds it first; a table that is not there yet is made in `public`. */
function schemaOf(name: string, rehearsal: Assessment["rehearsal"]): string {
  const base = rehearsal?.base ?? null;
  return base?.searchPath.find((schema) => base.tables.has(`${schema}.${name}`)) ?? "public";
}
