import type { Finding, Fix, Hazard } from "../../model/finding.js";
import type { Rehearsal } from "../../model/rehearsal.js";
import type { RehearsedFix } from "../../model/rehearsed-fix.js";
import type { Change } from "../../rules/rule.js";
import { findHazards, type LintOptions } from "../find-hazards.js";
import { compareExposure } from "./compare-exposure.js";
import { exposureOf } from "./exposure.js";
import { keyOfFinding } from "./key-of-finding.js";
import { partsOf } from "./parts-of.js";

/** Findings whose fix was rehearsed say so, where it showed what a fix has to show; the others stay as they are. */
export function withProofs(
  findings: readonly Finding[],
  change: Change,
  rehearsal: Rehearsal | null,
  options: LintOptions,
): readonly Finding[] {
  const tried = new Map((rehearsal?.fixes ?? []).flatMap((fix) => fix.findings.map((finding) => [finding, fix])));
  if (rehearsal === null || tried.size === 0) return findings;
  return findings.map((finding) => {
    const rehearsed = tried.get(keyOfFinding(finding));
    if (finding.fix === null || rehearsed === undefined) return finding;
    const proof = proofOf(finding, finding.fix, rehearsed, { findings, change, rehearsal, options });
    return proof === null ? finding : { ...finding, fix: { ...finding.fix, verified: true, proof } };
  });
}

interface Run {
  readonly findings: readonly Finding[];
  readonly change: Change;
  readonly rehearsal: Rehearsal;
  readonly options: LintOptions;
}

/** Hazards of locks: a fix that locks as much as before is none. */
const MUST_SHOW: ReadonlySet<Hazard> = new Set(["blocks-reads", "blocks-writes", "lock-then-work", "locks-rows-in-bulk"]);

function proofOf(finding: Finding, fix: Fix, rehearsed: RehearsedFix, run: Run): string | null {
  const { change, rehearsal } = run;
  if (rehearsed.error !== null || !endsAlike(fix, rehearsed, rehearsal) || !isSilent(finding, rehearsed, run)) return null;
  const ups = ({ steps }: Pick<Rehearsal, "steps">) => steps.filter(({ phase }) => phase === "up");
  const before = exposureOf(
    ups(rehearsal),
    change.migrations.map(({ up }) => up),
  );
  const after = exposureOf(
    rehearsed.steps,
    rehearsed.proposed.map(({ up }) => up),
  );
  const less = workCouldShow(finding, rehearsed, change) ? compareExposure(before, after) : null;
  if (MUST_SHOW.has(finding.hazard) || less !== null) return less;
  return "rehearsed: the server takes it, and the rule finds nothing any more";
}

/** The same schema as without the fix, unless it says otherwise or the rest follows in a later release. */
function endsAlike(fix: Fix, { schemaChanges }: RehearsedFix, rehearsal: Rehearsal): boolean {
  if (fix.differs !== undefined || rehearsal.outcome !== "completed" || partsOf(fix.sql).some(({ later }) => later)) return true;
  return JSON.stringify(schemaChanges) === JSON.stringify(rehearsal.schemaChanges);
}

/** The rule speaks less often than before, and no other one has more errors to tell of. */
function isSilent({ rule }: Finding, { steps, migrations, proposed }: RehearsedFix, run: Run): boolean {
  const { change, rehearsal, options } = run;
  const fixed = { ...change, history: { ...change.history, proposed: migrations }, migrations: proposed };
  const seen = { ...rehearsal, outcome: "completed" as const, outcomeReason: null, steps, awkward: null };
  const { findings } = findHazards(fixed, new Map(migrations.map((each) => [each.id, each])), seen, options);
  const [had, has] = [errorsByRule(run.findings), errorsByRule(findings)];
  return (has.get(rule) ?? 0) < (had.get(rule) ?? 0) && [...has].every(([id, count]) => count <= (had.get(id) ?? 0));
}

function errorsByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity, evidence, suppressed } of findings) {
    if (severity === "error" && evidence !== "refuted" && suppressed === null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** Work on a table without rows leaves no trace, so that nothing could be said of its lock. */
function workCouldShow({ table }: Finding, { filled }: RehearsedFix, { base }: Change): boolean {
  if (table === null) return true;
  const keys = [...base.tables.keys()].filter((key) =>
    table.schema === null ? key.endsWith(`.${table.name}`) : key === `${table.schema}.${table.name}`,
  );
  return keys.length === 0 || keys.some((key) => filled.includes(key) || (base.tables.get(key)?.rows ?? 0) > 0);
}
