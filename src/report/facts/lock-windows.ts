import type { Assessment } from "../../model/assessment.js";
import type { LockMode } from "../../model/lock-mode.js";
import type { Phase, Rehearsal, Step } from "../../model/rehearsal.js";
import { transactionsOf } from "./transactions.js";

/** A stretch of the rehearsal in which others waited for one relation: from the first grant to the release. */
export interface LockWindow {
  /** `schema.name`. */
  readonly relation: string;
  /** The strongest mode held in it. */
  readonly mode: LockMode;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Milliseconds since the first statement of the phase, in time spent in statements. */
  readonly startMs: number;
  readonly heldMs: number;
  /** Steps that ran while it was held, with the one that opened it first. */
  readonly during: readonly TimedStep[];
  /** Something in it takes longer the more rows there are. */
  readonly grows: boolean;
  /** Rows in the relation before the change, counted on the rehearsal server; null where they were not. */
  readonly rows: number | null;
}

export interface TimedStep {
  readonly step: Step;
  readonly startMs: number;
  /** Names the transaction that it ran in. */
  readonly transaction: string;
}

/** Windows of one phase, longest first, those that stop reads before those that stop writes only. */
export function lockWindows({ rehearsal, migrations }: Pick<Assessment, "rehearsal" | "migrations">, phase: Phase): LockWindow[] {
  if (rehearsal === null) return [];
  const transactionOf = transactionsOf({ migrations }, phase);
  const timed = timedSteps(rehearsal, phase, transactionOf);
  const open = new Map<string, Opening[]>();
  for (const { step, startMs, transaction } of timed) {
    for (const { relation, reads, writes } of step.blocks) {
      if (!reads && !writes) continue;
      const { mode, heldMs } = strongestLock(step, relation);
      const before = open.get(relation) ?? [];
      const last = before.at(-1);
      if (last?.transaction === transaction && startMs < last.endMs)
        extend(last, { mode, reads, writes, endMs: startMs + heldMs });
      else before.push({ transaction, mode, reads, writes, startMs, endMs: startMs + heldMs });
      open.set(relation, before);
    }
  }
  return [...open]
    .flatMap(([relation, openings]) => openings.map((opening) => windowOf(relation, opening, timed, rehearsal)))
    .sort((one, other) => Number(other.reads) - Number(one.reads) || other.heldMs - one.heldMs || one.startMs - other.startMs);
}

function timedSteps(rehearsal: Rehearsal, phase: Phase, transactionOf: (step: Step) => string): TimedStep[] {
  let clock = 0;
  return rehearsal.steps
    .filter((step) => step.phase === phase)
    .map((step) => {
      const startMs = clock;
      clock += step.durationMs;
      return { step, startMs, transaction: transactionOf(step) };
    });
}

interface Opening {
  readonly transaction: string;
  mode: LockMode;
  reads: boolean;
  writes: boolean;
  readonly startMs: number;
  endMs: number;
}

function extend(opening: Opening, more: Omit<Opening, "startMs" | "transaction">): void {
  if (STRENGTH.indexOf(more.mode) > STRENGTH.indexOf(opening.mode)) opening.mode = more.mode;
  opening.reads ||= more.reads;
  opening.writes ||= more.writes;
  opening.endMs = Math.max(opening.endMs, more.endMs);
}

function windowOf(relation: string, opening: Opening, timed: readonly TimedStep[], rehearsal: Rehearsal): LockWindow {
  const { transaction, mode, reads, writes, startMs, endMs } = opening;
  const during = timed.filter((each) => each.transaction === transaction && each.startMs >= startMs && each.startMs < endMs);
  return {
    relation,
    mode,
    reads,
    writes,
    startMs,
    heldMs: endMs - startMs,
    during,
    grows: during.some(({ step }) => step.rewrites.length > 0 || step.scans.length > 0 || step.changes.some(isBulk)),
    rows: rehearsal.base?.tables.get(relation)?.rows ?? null,
  };
}

function isBulk(change: Step["changes"][number]): boolean {
  return change.inserted + change.updated + change.deleted > 1_000;
}

function strongestLock(step: Step, relation: string): { mode: LockMode; heldMs: number } {
  let strongest: { mode: LockMode; heldMs: number } = { mode: "ShareLock", heldMs: step.durationMs };
  let found = false;
  for (const { relation: of, mode, heldMs } of step.locks) {
    if (of !== relation || (found && STRENGTH.indexOf(mode) <= STRENGTH.indexOf(strongest.mode))) continue;
    strongest = { mode, heldMs };
    found = true;
  }
  return strongest;
}

const STRENGTH: readonly LockMode[] = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
];
