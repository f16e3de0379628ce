import type { LockMode } from "../model/lock-mode.js";
import type { Phase, Step, StepError } from "../model/rehearsal.js";
import { blocksReads, blocksWrites, compareLockModes, strongest } from "../postgres/lock-modes.js";
import type { RunResult } from "./engine.js";
import { SqlError } from "./engine.js";
import { NO_COUNTS, type Probe } from "./probe.js";
import type { Relations } from "./relations.js";

/** A lock and when it was granted and let go, in milliseconds of the migration's own time. */
export interface HeldLock {
  readonly oid: number;
  readonly mode: LockMode;
  readonly from: number;
  until: number | null;
}

/** A step while its transaction is open: its locks are still held. */
export interface StepDraft {
  readonly migration: string;
  readonly statement: number;
  readonly phase: Phase;
  /** As `performance.now()` gives it. */
  readonly startedAt: number;
  durationMs: number;
  /** Milliseconds that our own questions took in the same message. */
  askedMs: number;
  result: RunResult | null;
  walBytes: number;
  locks: HeldLock[];
  scans: Step["scans"];
  rewrites: readonly string[];
  changes: Step["changes"];
  error: StepError | null;
  locksSeen: boolean;
  notices: Step["notices"];
}

export function draftStep(place: Pick<StepDraft, "migration" | "statement" | "phase">): StepDraft {
  return {
    ...place,
    startedAt: performance.now(),
    durationMs: 0,
    askedMs: 0,
    result: null,
    walBytes: 0,
    locks: [],
    scans: [],
    rewrites: [],
    changes: [],
    error: null,
    locksSeen: false,
    notices: [],
  };
}

export function finishStep(draft: StepDraft, relations: Relations): Step {
  const { locks, result, startedAt: _, askedMs: __, ...rest } = draft;
  const held = locks.flatMap(({ oid, mode, from, until }) => {
    const known = relations.byOid.get(oid);
    return known === undefined ? [] : [{ relation: known.key, mode, heldMs: Math.max(0, (until ?? from) - from) }];
  });
  held.sort((a, b) => compareLockModes(b.mode, a.mode) || (a.relation < b.relation ? -1 : 1));
  return {
    ...rest,
    rowsChanged: result?.rowsChanged ?? 0,
    locks: held,
    blocks: held
      .map(({ relation, mode }) => ({ relation, reads: blocksReads(mode), writes: blocksWrites(mode) }))
      .filter(({ reads, writes }) => reads || writes),
  };
}

/** Locks in `after` that are stronger than what the transaction held on the relation in `before`: the strongest for each. */
export function newLocks(before: Probe["locks"], after: Probe["locks"], relations: Relations): { oid: number; mode: LockMode }[] {
  const found: { oid: number; mode: LockMode }[] = [];
  for (const [oid, modes] of after) {
    const mode = strongestOf(modes);
    const held = strongestOf(before.get(oid));
    if (mode === null || (held !== null && compareLockModes(mode, held) <= 0)) continue;
    const known = relations.byOid.get(oid);
    if (isIndexNoise(known?.kind, mode)) continue;
    // An index behind a table that is locked as strongly keeps nobody waiting who does not wait for the table.
    const table = known?.indexOf === null || known?.indexOf === undefined ? null : strongestOf(after.get(known.indexOf));
    if (table !== null && blocksWrites(mode) && compareLockModes(table, mode) >= 0) continue;
    found.push({ oid, mode });
  }
  return found;
}

/** Reading or writing a table takes a weak lock on each of its indexes; it keeps nobody waiting and says nothing. */
function isIndexNoise(kind: string | undefined, mode: LockMode): boolean {
  return (kind === "i" || kind === "I") && compareLockModes(mode, "ShareUpdateExclusiveLock") < 0;
}

export function strongestOf(modes: ReadonlySet<LockMode> | undefined): LockMode | null {
  const [first, ...others] = modes ?? [];
  return first === undefined ? null : strongest(first, ...others);
}

/** Reads and changes between two probes. */
export function differencesOf(
  before: Probe["counts"],
  after: Probe["counts"],
  relations: Relations,
): Pick<Step, "scans" | "changes"> {
  const scans: { relation: string; rows: number }[] = [];
  const changes: Step["changes"][number][] = [];
  for (const [oid, now] of after) {
    const relation = relations.byOid.get(oid)?.key;
    if (relation === undefined) continue;
    const then = before.get(oid) ?? NO_COUNTS;
    if (now.read > then.read) scans.push({ relation, rows: now.read - then.read });
    // TRUNCATE takes back what the transaction had counted so far, hence never below zero.
    const change = {
      relation,
      inserted: Math.max(0, now.inserted - then.inserted),
      updated: Math.max(0, now.updated - then.updated),
      deleted: Math.max(0, now.deleted - then.deleted),
    };
    if (change.inserted + change.updated + change.deleted > 0) changes.push(change);
  }
  return { scans, changes };
}

/** Tables whose storage file is another one than `files` says; remembers the new one. */
export function rewritten(after: Probe["filenodes"], files: Map<number, number | null>, relations: Relations): string[] {
  const found: string[] = [];
  for (const [oid, filenode] of after) {
    const known = relations.byOid.get(oid);
    if (known === undefined || (known.kind !== "r" && known.kind !== "m")) continue;
    const before = files.has(oid) ? files.get(oid) : known.filenode;
    // A dropped table has no file; that is no rewrite.
    if (filenode !== null && filenode !== before) found.push(known.key);
    files.set(oid, filenode);
  }
  return found;
}

export function stepErrorOf(error: SqlError): StepError {
  const { schema, table, constraint } = error.subject;
  return {
    sqlstate: error.sqlstate,
    message: error.message,
    detail: error.detail,
    hint: error.hint,
    ...(table === undefined ? {} : { relation: `${schema ?? "public"}.${table}` }),
    ...(constraint === undefined ? {} : { constraint }),
  };
}

/** Passes on whatever is not the server's answer to the SQL: a lost engine, a stop, a defect. */
export function sqlErrorOr(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  throw error;
}
