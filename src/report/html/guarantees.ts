import type { Assessment } from "../../model/assessment.js";
import type { Rehearsal } from "../../model/rehearsal.js";
import { lockWindows } from "../facts/lock-windows.js";
import { count, counted } from "../words/count.js";
import { blindSteps } from "./blind-steps.js";

export interface Guarantee {
  readonly claim: string;
  readonly proof: string;
}

/** What stays as it is, each with what was done to know. Only a rehearsal that ran every statement can say any. */
export function guarantees(assessment: Assessment): Guarantee[] {
  const { rehearsal, coverage } = assessment;
  if (rehearsal === null || rehearsal.outcome !== "completed" || coverage.executed < coverage.statements) return [];
  if (rehearsal.worldProblems.length > 0 || coverage.statements === 0) return [];
  return [
    ...rowsKept(rehearsal),
    ...storageKept(rehearsal),
    ...trafficKept(assessment, rehearsal),
    ...codeKept(rehearsal),
    ...wayBackKept(rehearsal),
    ...rerunKept(rehearsal),
  ];
}

/** A large table is counted, not read, so a statement that worked on its rows keeps it out of this claim. */
function rowsKept({ base, rowChanges, steps }: Rehearsal): Guarantee[] {
  const ups = steps.filter(({ phase }) => phase === "up");
  const changed = new Set([
    ...rowChanges.map(({ table }) => table),
    ...ups.flatMap(({ changes, rewrites }) => [...changes.map(({ relation }) => relation), ...rewrites]),
  ]);
  const filled = [...(base?.tables ?? [])].filter(([key, { rows }]) => (rows ?? 0) > 0 && !changed.has(key));
  if (filled.length === 0) return [];
  const rows = filled.reduce((sum, [, table]) => sum + (table.rows ?? 0), 0);
  return [
    {
      claim: `The rows of ${counted(filled.length, "table")}: ${counted(rows, "row")}.`,
      proof: "Counted before and after, and the values of each column compared by checksum (tables above 64 MiB counted only).",
    },
  ];
}

function storageKept({ steps }: Rehearsal): Guarantee[] {
  const ups = steps.filter(({ phase }) => phase === "up");
  if (ups.length === 0 || ups.some(({ rewrites }) => rewrites.length > 0)) return [];
  return [
    {
      claim: "No table that existed is rewritten.",
      proof: `Its file on disk (relfilenode) compared around ${counted(ups.length, "statement")}.`,
    },
  ];
}

function trafficKept(assessment: Assessment, { probes }: Rehearsal): Guarantee[] {
  if (blindSteps(assessment, ["up"]).length > 0) return [];
  const windows = lockWindows(assessment, "up");
  const tries = (who: "reads" | "writes") =>
    probes.filter(({ phase }) => phase === "up").reduce((sum, probe) => sum + probe[who].tries, 0);
  const proof = (who: "reads" | "writes", did: string) =>
    `No lock on an existing table stood against them${tries(who) === 0 ? "" : `; ${count(tries(who))} queries of ours ${did} meanwhile`}.`;
  if (windows.length === 0) return [{ claim: "Nobody waits, neither readers nor writers.", proof: proof("writes", "wrote") }];
  return windows.some(({ reads }) => reads) ? [] : [{ claim: "Readers do not wait.", proof: proof("reads", "read") }];
}

function codeKept({ oldCode }: Rehearsal): Guarantee[] {
  if (oldCode === null || oldCode.changes.length + oldCode.dependents.length > 0) return [];
  const tried = oldCode.queries - oldCode.unreadable.length;
  if (tried <= 0) return [];
  return [
    {
      claim: `${counted(tried, "query", "queries")} of the application ${tried === 1 ? "works" : "work"} as before.`,
      proof: "Prepared and explained before and after the change; result and parameters are the same.",
    },
  ];
}

function wayBackKept({ rollback }: Rehearsal): Guarantee[] {
  if (rollback.status !== "exact" && rollback.status !== "column-order") return [];
  const order = rollback.status === "exact" ? "" : " (only the order of columns differs)";
  return [
    { claim: "After going back: schema and rows.", proof: `The down scripts were run and the two compared: equal${order}.` },
  ];
}

function rerunKept({ rerun }: Rehearsal): Guarantee[] {
  if (rerun.status !== "idempotent") return [];
  return [{ claim: "A second run changes nothing.", proof: "The change was run twice in a row and the schemas compared." }];
}
