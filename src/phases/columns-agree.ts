import type { ExitCriterion } from "../model/phase.js";
import type { PromiseOutcome } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Agreement } from "./contract-terms.js";

/** An agreement of two columns, and what the rehearsal database answered before the change. */
export interface AskedAgreement {
  readonly agreement: Agreement;
  readonly outcome: PromiseOutcome | null;
}

/** Rows that nobody gave on purpose prove nothing: an empty table agrees with everything, and rows made up with nothing. */
export function columnsAgree(
  { agreement, outcome }: AskedAgreement,
  rehearsal: Rehearsal | null,
  rowsAreGiven: boolean,
): ExitCriterion {
  const { table, old, new: fresh } = agreement;
  const asked = `${table}.${old} and ${fresh} agree`;
  const criterion = (status: ExitCriterion["status"], found: string): ExitCriterion => ({
    ...{ kind: "columns-agree", status, asked, found, from: null },
  });
  const why = whyNotCheckable(table, rehearsal, rowsAreGiven);
  if (why !== null) return criterion("unknown", `not checkable here: ${why}`);
  if (outcome === null || outcome.status === "untested" || outcome.found === null)
    return criterion("unknown", `not checkable here: ${outcome?.note ?? "it was not asked"}`);
  if (outcome.status === "kept") return criterion("met", "no row differs");
  return criterion("unmet", `${outcome.found} rows whose ${old} is not in ${fresh}`);
}

function whyNotCheckable(table: string, rehearsal: Rehearsal | null, rowsAreGiven: boolean): string | null {
  if (rehearsal === null) return "nothing was rehearsed";
  const key = [table, `public.${table}`, ...(rehearsal.base?.searchPath ?? []).map((schema) => `${schema}.${table}`)].find(
    (each) => rehearsal.base?.tables.has(each),
  );
  const rows = key === undefined ? null : (rehearsal.base?.tables.get(key)?.rows ?? null);
  if (key === undefined) return `the world before the change has no table ${table}`;
  if (rehearsal.generated?.tables.some(({ relation }) => relation === key)) return `the rows of ${table} are made up`;
  if (!rowsAreGiven || rows === null || rows === 0) return `no seed and no clone gives ${table} rows`;
  return null;
}
