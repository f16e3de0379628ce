import type { Assessment } from "../../src/model/assessment.js";
import type { Finding } from "../../src/model/finding.js";
import type { Rehearsal } from "../../src/model/rehearsal.js";
import type { ReadMigration, ReadScript } from "../../src/model/statement.js";

/** The same assessment with every text that a change (or the server, quoting it) can write replaced by `next()`. */
export function poison(assessment: Assessment, next: () => string): Assessment {
  const files = new Map<string, string>();
  const file = (path: string) => {
    const known = files.get(path) ?? next();
    files.set(path, known);
    return known;
  };
  const findings = assessment.findings.map((finding) => poisonFinding(finding, next, file));
  return {
    ...assessment,
    subject: next(),
    findings,
    verdict: {
      ...assessment.verdict,
      reasons: assessment.verdict.reasons.map((reason) => ({ ...reason, message: next() })),
      approvals: { ...assessment.verdict.approvals, from: [next(), next()] },
    },
    rehearsal: assessment.rehearsal === null ? null : poisonRehearsal(assessment.rehearsal, next),
    migrations: assessment.migrations.map((migration) => poisonMigration(migration, next, file)),
    coverage: {
      ...assessment.coverage,
      unseen: [
        { what: next(), why: next(), place: { file: next(), line: 1, column: 1, endLine: 1, endColumn: 1 }, blocking: true },
      ],
    },
    history: { ...assessment.history, formatReason: next() },
  };
}

function poisonFinding(finding: Finding, next: () => string, file: (path: string) => string): Finding {
  return {
    ...finding,
    rule: next(),
    message: next(),
    remedy: next(),
    proof: finding.proof === null ? null : next(),
    fix: finding.fix === null ? null : { ...finding.fix, sql: next() },
    table: finding.table === null ? null : { schema: next(), name: next() },
    place: { ...finding.place, file: file(finding.place.file) },
    suppressed: finding.suppressed === null ? null : { reason: next() },
  };
}

function poisonRehearsal(rehearsal: Rehearsal, next: () => string): Rehearsal {
  const relations = new Map<string, string>();
  const relation = (key: string) => {
    const known = relations.get(key) ?? next();
    relations.set(key, known);
    return known;
  };
  return {
    ...rehearsal,
    engine: { ...rehearsal.engine, reason: next() },
    outcomeReason: next(),
    steps: rehearsal.steps.map((step) => ({
      ...step,
      locks: step.locks.map((lock) => ({ ...lock, relation: relation(lock.relation) })),
      blocks: step.blocks.map((block) => ({ ...block, relation: relation(block.relation) })),
      rewrites: step.rewrites.map(relation),
      error: step.error === null ? null : { ...step.error, message: next() },
    })),
    created: [{ kind: "tables", names: [next(), next()] }],
    invalidIndexes: [next()],
    worldProblems: [{ file: next(), message: next(), sqlstate: null }],
    rollback: {
      ...rehearsal.rollback,
      differences: [{ kind: next(), object: next(), before: next(), after: null }],
      rows: rehearsal.rollback.rows.map((row) => ({ ...row, table: next(), columns: [next()] })),
      destroys: [next()],
      missing: rehearsal.rollback.missing.map(next),
    },
    rerun:
      rehearsal.rerun.error === null
        ? rehearsal.rerun
        : { ...rehearsal.rerun, error: { ...rehearsal.rerun.error, message: next() } },
  };
}

function poisonMigration({ id, up, down }: ReadMigration, next: () => string, file: (path: string) => string): ReadMigration {
  const poisoned = (script: ReadScript): ReadScript => ({
    ...script,
    file: file(script.file),
    statements: script.statements.map((statement) => ({
      ...statement,
      text: next(),
      place: { ...statement.place, file: file(script.file) },
    })),
  });
  return { id, up: poisoned(up), down: down === null ? null : poisoned(down) };
}
