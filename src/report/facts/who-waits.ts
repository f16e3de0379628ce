import type { Assessment } from "../../model/assessment.js";
import { counted } from "../words/count.js";
import { duration } from "../words/duration.js";
import { relation, table } from "../words/name.js";
import { type LockWindow, lockWindows } from "./lock-windows.js";
import { standing } from "./standing.js";

/** One sentence a group of sessions that waits, longest wait first. Measured where it was rehearsed, never scaled. */
export function whoWaits(assessment: Assessment): string[] {
  const windows = lockWindows(assessment, "up");
  const told = longestByRelation(windows).map((window) => `${waiters(window)}${waitOf(window)}${observed(window, assessment)}`);
  const predicted = unmeasured(assessment, new Set(windows.map((window) => window.relation)));
  if (told.length + predicted.length > 0) return [...told, ...predicted];
  return [nobody(assessment)];
}

/** `every query on orders`, `writers of customers`. */
export function waiters({ relation: key, reads }: Pick<LockWindow, "relation" | "reads">): string {
  return reads ? `every query on ${relation(key)}` : `writers of ${relation(key)}`;
}

function waitOf({ heldMs, rows, grows }: LockWindow): string {
  const on = rows === null ? "here" : `here, on ${counted(rows, "row")}`;
  return `: ${duration(heldMs)} ${on}${grows ? "; grows with the data" : ""}`;
}

/** Readers and writers of ours that worked on the table meanwhile: what they went through is no inference. */
function observed({ relation: key, reads }: LockWindow, { rehearsal }: Assessment): string {
  const probe = rehearsal?.probes.find(({ relation: of, phase }) => of === key && phase === "up");
  const waits = reads ? probe?.reads : probe?.writes;
  if (waits === undefined || waits.during === null) return "";
  return `; a ${reads ? "reader" : "writer"} waited ${duration(waits.worstMs)} (${duration(waits.calmMs)} in the calm before)`;
}

function longestByRelation(windows: readonly LockWindow[]): LockWindow[] {
  const seen = new Set<string>();
  return windows.filter(({ relation: key }) => !seen.has(key) && seen.add(key));
}

/** What the SQL says will wait where no lock was measured: not rehearsed, or out of the engine's sight. */
function unmeasured(assessment: Assessment, measured: ReadonlySet<string>): string[] {
  const told = new Set<string>();
  for (const finding of standing(assessment).open) {
    if (finding.table === null || finding.direction === "down" || finding.evidence !== "predicted") continue;
    if (measured.has(`${finding.table.schema ?? "public"}.${finding.table.name}`)) continue;
    if (finding.hazard === "blocks-reads") told.add(`every query on ${table(finding.table)}: predicted, not measured`);
    if (finding.hazard === "blocks-writes") told.add(`writers of ${table(finding.table)}: predicted, not measured`);
  }
  return [...told];
}

function nobody({ rehearsal, coverage }: Assessment): string {
  if (rehearsal === null) return "not measured: nothing was rehearsed, and the SQL predicts no wait";
  if (rehearsal.outcome === "no-world") return "not measured: no statement ran";
  const ups = rehearsal.steps.filter((step) => step.phase === "up");
  if (coverage.executed < coverage.statements)
    return `not fully measured: ${coverage.executed} of ${counted(coverage.statements, "statement")} ran`;
  if (ups.some((step) => !step.locksSeen)) return "nobody seen waiting, but some locks were out of this engine's sight";
  return "nobody: no existing table was locked against reads or writes";
}
