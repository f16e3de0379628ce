import { keyOf } from "../catalog/key-of.js";
import { rootOf } from "../catalog/root-of.js";
import type { Catalog } from "../model/catalog.js";
import type { Finding, Severity } from "../model/finding.js";
import type { Rehearsal, Step } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import type { Rule } from "../rules/rule.js";
import { largeShares } from "./bulk.js";
import { commitsBetween } from "./commits-between.js";
import { findingId } from "./finding-id.js";
import type { Walk } from "./moments.js";
import { mayHoldRows } from "./presence.js";
import { seconds } from "./reconcile.js";

/** Rows from which a read or a change is work that grows with the table rather than a look at a few rows. */
const MANY_ROWS = 100;

/**
 * Rewrites, and strong locks over work, that no finding of their statement speaks of. Nothing that was seen is lost.
 */
export function unpredicted(
  findings: readonly Finding[],
  { moments }: Walk,
  rehearsal: Rehearsal | null,
  rules: readonly Rule[],
  severities: Readonly<Record<string, Severity | "off">>,
): Finding[] {
  if (rehearsal?.base == null) return [];
  const { base } = rehearsal;
  const spoken = new Set(
    findings
      .filter(({ evidence, severity, hazard }) => evidence !== "refuted" && severity !== "info" && SPEAKS_OF_WORK.has(hazard))
      .map(({ migration, direction, statement }) => `${migration} ${direction} ${statement}`),
  );
  // What is told of one table says nothing of others that a cascade or a trigger reaches.
  const bulky = new Set(
    findings
      .filter(({ evidence, hazard }) => evidence !== "refuted" && (hazard === "locks-rows-in-bulk" || hazard === "data-loss"))
      .map(
        ({ migration, direction, statement, table }) =>
          `${migration} ${direction} ${statement} ${table === null ? "" : rootOf(keyOf(table, base), base)}`,
      ),
  );
  const statements = new Map(moments.map(({ statement }) => [`${statement.migration} ${statement.index}`, statement]));
  const found: Finding[] = [];
  for (const step of rehearsal.steps) {
    const statement = statements.get(`${step.migration} ${step.statement}`);
    if (step.phase !== "up" || step.error !== null || statement === undefined) continue;
    const name = `${step.migration} up ${step.statement}`;
    // TRUNCATE puts an empty file in place; that is its point, and no work.
    if (statement.operations.some(({ operation }) => operation.kind === "truncate")) continue;
    const seen = [
      ...(spoken.has(name) ? [] : observations(step, base)),
      ...(bulky.has(`${name} `) || commitsBetween(statement)
        ? []
        : bulkChanges(step, base).filter(({ relation }) => !bulky.has(`${name} ${relation}`))),
    ];
    for (const observation of seen) {
      const rule = rules.find((candidate) => candidate.id === observation.id);
      if (rule !== undefined) found.push(observed(rule, statement, observation, severities));
    }
  }
  return found;
}

/** Hazards under which a finding has told of the lock or the work itself. */
const SPEAKS_OF_WORK: ReadonlySet<string> = new Set([
  "blocks-reads",
  "blocks-writes",
  "lock-then-work",
  "locks-rows-in-bulk",
  "data-loss",
  "fails-on-data",
  "cannot-run",
]);

interface Observation {
  readonly id: "unpredicted-rewrite" | "unpredicted-blocking-work" | "update-in-bulk" | "delete-in-bulk";
  readonly relation: string;
  readonly message: string;
  readonly proof: string;
  readonly severity?: Severity;
}

/** Rows changed in bulk by what does not look like it: a function, a MERGE, a loop, a value that most rows have. */
function bulkChanges(step: Step, base: Catalog): readonly Observation[] {
  return largeShares(step, base).map(({ relation, updated, deleted, words }) => ({
    id: deleted > updated ? "delete-in-bulk" : "update-in-bulk",
    relation,
    message: `The statement ${deleted > updated ? "deletes" : "changes"} a large part of ${relation} and keeps those rows locked until COMMIT.`,
    proof: words,
    severity: "error",
  }));
}

function observations(step: Step, base: Catalog): Observation[] {
  const shared = (key: string) => mayHoldRows(key, base);
  const rewrites = step.rewrites.filter(shared).map(
    (relation): Observation => ({
      id: "unpredicted-rewrite",
      relation,
      message: `${relation} was written anew, and nobody can read or write it meanwhile.`,
      proof: `its storage was replaced in ${seconds(step.durationMs)}`,
    }),
  );
  if (rewrites.length > 0) return rewrites;
  const work = [
    ...step.scans.map(({ relation, rows }) => ({ relation, rows })),
    ...step.changes.map(({ relation, updated, deleted }) => ({ relation, rows: updated + deleted })),
  ].find(({ relation, rows }) => rows >= MANY_ROWS && shared(relation));
  if (work === undefined) return [];
  return (
    step.blocks
      // Nobody writes a materialized view but those who refresh it.
      .filter(({ relation, reads, writes }) => (reads || (writes && !base.views.has(relation))) && shared(relation))
      .map(
        ({ relation, reads }): Observation => ({
          id: "unpredicted-blocking-work",
          relation,
          message: `${reads ? "Reads and writes" : "Writes"} of ${relation} wait while this statement goes through ${work.relation}.`,
          proof: `${work.rows.toLocaleString("en-US")} rows of ${work.relation} in ${seconds(step.durationMs)} under the lock`,
        }),
      )
  );
}

function observed(
  rule: Rule,
  statement: Statement,
  { relation, message, proof, severity = rule.severity }: Observation,
  severities: Readonly<Record<string, Severity | "off">>,
): Finding {
  const [schema = "public", name = relation] = relation.split(/\.(.*)/su);
  const configured = severities[rule.id];
  return {
    id: findingId(rule.id, relation, statement.text),
    rule: rule.id,
    hazard: rule.hazard,
    severity: configured === undefined || configured === "off" ? severity : configured,
    evidence: "observed",
    migration: statement.migration,
    direction: statement.direction,
    statement: statement.index,
    table: { schema, name },
    place: statement.place,
    message,
    remedy: rule.remedy,
    fix: null,
    proof,
    suppressed: null,
  };
}
