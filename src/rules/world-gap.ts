import type { Rehearsal, Step, StepError } from "../model/rehearsal.js";
import type { Change } from "./rule.js";

/**
 * Why a statement that the rehearsal server refused says nothing against the statement: a gap of ours, which belongs
 * into coverage and is no finding. Null when the refusal is the change's own.
 */
export function worldGap(error: StepError, change: Change, rehearsal: Rehearsal): string | null {
  const { sqlstate, message } = error;
  if (NO_EXTENSION.test(message) && (sqlstate === "0A000" || sqlstate === "58P01")) {
    return `${message}: rehearse on a server that has it`;
  }
  if (sqlstate === "42501") return `${message}: the rehearsal's role owns the database and has no further rights`;
  if (!UNDEFINED.has(sqlstate)) return null;
  if (rehearsal.worldProblems.length > 0) return `${message}: the world before this change could not be built in full`;
  return isWorldless(change)
    ? `${message}: no history and no schema was given that makes it (give --migrations or --schema)`
    : null;
}

/** The first proposed statement that was refused through no fault of its own, with the reason; null when there is none. */
export function refusedByGap(change: Change, rehearsal: Rehearsal): { readonly step: Step; readonly why: string } | null {
  for (const step of rehearsal.steps) {
    if (step.phase !== "up" || step.error === null) continue;
    const why = worldGap(step.error, change, rehearsal);
    if (why !== null) return { step, why };
  }
  return null;
}

function isWorldless({ history, base }: Change): boolean {
  return history.settled.length === 0 && base.tables.size === 0 && base.views.size === 0;
}

const NO_EXTENSION = /extension ("[^"]*" is not available|control file)/u;

/** undefined_table, undefined_column, undefined_object, undefined_function, invalid_schema_name. */
const UNDEFINED: ReadonlySet<string> = new Set(["42P01", "42703", "42704", "42883", "3F000"]);
