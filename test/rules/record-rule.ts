import type { Exposure } from "../../src/lint/fixes/exposure.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Finding } from "../../src/model/finding.js";
import type { ExampleRecord, ExposureRecord, FixRecord, StatementRecord } from "../../src/model/rule-record.js";
import { sqlNameOf } from "../../src/postgres/lock-modes.js";
import type { Rule } from "../../src/rules/rule.js";
import type { Trial } from "./try-fix.js";

/** What is worth showing of one example, without anything that differs between two runs. */
export function recordOf(
  { id }: Rule,
  { findings, rehearsal, migrations }: Assessment,
  fixes: readonly FixRecord[],
): ExampleRecord {
  const text = new Map(migrations.flatMap(({ up }) => up.statements.map((each) => [`${up.migration} ${each.index}`, each.text])));
  const statements = (rehearsal?.steps ?? [])
    .filter(({ phase }) => phase === "up")
    .map(
      (step): StatementRecord => ({
        sql: text.get(`${step.migration} ${step.statement}`) ?? "",
        locks: step.locks.map(({ relation, mode }) => `${sqlNameOf(mode)} on ${bare(relation)}`).sort(),
        scans: [...new Set(step.scans.map(({ relation }) => bare(relation)))].sort(),
        rewrites: step.rewrites.map(bare).sort(),
        refused: step.error?.message ?? null,
      }),
    );
  return { findings: findings.filter(({ rule }) => rule === id).map(shown), statements, fixes };
}

export function recordOfFix({ fix }: Finding, trial: Trial | null): FixRecord {
  return {
    sql: fix?.sql ?? "",
    differs: fix?.differs ?? null,
    seen: trial === null ? null : { before: exposure(trial.before), after: exposure(trial.after) },
  };
}

function shown({ severity, evidence, message, proof }: Finding): ExampleRecord["findings"][number] {
  return { severity, evidence, message, proof: proof === null ? null : steady(proof) };
}

/** Times are those of one run. */
function steady(proof: string): string {
  return proof.replace(/ (?:held|in) [\d.,]+ m?s\b/gu, "").replace(/, and a (?:reader|writer) waited [\d.,]+ m?s\b/gu, "");
}

function exposure({ locks, closed, rewrites, rows, refused }: Exposure): ExposureRecord {
  return {
    locks: [...locks].map(([relation, mode]) => `${sqlNameOf(mode)} on ${bare(relation)}`).sort(),
    blocked: [...closed].map((each) => each.replace("public.", "")).sort(),
    rewrites: [...rewrites].map(bare).sort(),
    rows: [...rows]
      .filter(([, count]) => count > 0)
      .map(([relation, count]) => `${count} of ${bare(relation)}`)
      .sort(),
    refused,
  };
}

function bare(relation: string): string {
  return relation.replace(/^public\./u, "");
}
