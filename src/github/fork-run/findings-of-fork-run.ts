import { createHash } from "node:crypto";
import type { Finding } from "../../model/finding.js";
import { rules } from "../../rules/index.js";
import type { ForkRun } from "./read-fork-run.js";

const PLACE = { file: ".", line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Id of the finding that a change comes from a fork, by which a report from its text alone is known. */
export const FROM_A_FORK = "f0".repeat(8);

/** Nobody who can be trusted rehearsed it: always there, whatever the fork's own run says. */
export function fromAFork(run: ForkRun | null, digest: string | null): Finding {
  return {
    ...{ id: FROM_A_FORK, rule: "from-a-fork", hazard: "advice", severity: "error", evidence: "predicted" },
    ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null, proof: null, place: PLACE },
    message: `This comes from a fork: its files were read, and no run that can be trusted has rehearsed them.${said(run, digest)}`,
    remedy: "Read it and what its own run says, then approve; or run the check from a branch of this repository.",
  };
}

/**
 * Errors that the fork's own run says it found and that the text does not show: a stranger may add to what speaks against
 * a change, and take nothing away. Words are the registry's.
 */
export function claimedBy(run: ForkRun | null, digest: string | null, known: readonly Finding[]): readonly Finding[] {
  if (run?.kind !== "claims" || run.report.digest !== digest) return [];
  const told = new Set(known.map(({ rule }) => rule));
  return rules
    .filter(({ id }) => run.report.rules.includes(id) && !told.has(id))
    .map((rule) => ({
      ...{ id: idOf(rule.id), rule: rule.id, hazard: rule.hazard, severity: "error", evidence: "predicted", place: PLACE },
      ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null, proof: null },
      message: `The fork's own run says that it found this, and its text alone does not show it: ${rule.title}.`,
      remedy: rule.remedy,
    }));
}

/** `digest`: of the plan at the version of Postgres that the report names; null where it was not asked for. */
function said(run: ForkRun | null, digest: string | null): string {
  if (run === null) return "";
  if (run.kind === "unreadable") return ` Its own run is over, but ${run.why}.`;
  const { report } = run;
  if (report.digest !== digest) return " Its own run left a report of another plan, which counts for nothing.";
  const rehearsed = report.rehearsed
    ? `rehearsed on PostgreSQL ${report.major ?? "of a version that it does not name"}`
    : "not rehearsed to the end";
  const errors = report.rules.length === 1 ? "1 rule" : `${report.rules.length} rules`;
  return ` Its own run, which nobody vouches for, says: ${report.decision}, ${report.risk} risk, ${rehearsed}, errors of ${errors}.`;
}

function idOf(rule: string): string {
  return createHash("sha256").update(`fork-run\u0000${rule}`).digest("hex").slice(0, 16);
}
