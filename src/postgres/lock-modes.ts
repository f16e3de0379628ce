import type { LockMode } from "../model/lock-mode.js";

/**
 * Weakest first (PostgreSQL manual, 13.3.1 Table-Level Locks:
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES). The order is by
 * what a mode conflicts with; each is granted more rarely than the one before.
 */
export const lockModes: readonly LockMode[] = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
];

/** Table 13.2 of the manual: bit n set means "conflicts with the n-th mode of `lockModes`". */
const conflicts: Readonly<Record<LockMode, number>> = {
  AccessShareLock: 0b10000000,
  RowShareLock: 0b11000000,
  RowExclusiveLock: 0b11110000,
  ShareUpdateExclusiveLock: 0b11111000,
  ShareLock: 0b11101100,
  ShareRowExclusiveLock: 0b11111100,
  ExclusiveLock: 0b11111110,
  AccessExclusiveLock: 0b11111111,
};

/** Does a session holding `held` keep one that asks for `wanted` waiting? Symmetric. */
export function conflict(held: LockMode, wanted: LockMode): boolean {
  return (conflicts[held] & (1 << lockModes.indexOf(wanted))) !== 0;
}

/** Plain SELECT waits (it takes ACCESS SHARE). */
export function blocksReads(mode: LockMode): boolean {
  return conflict(mode, "AccessShareLock");
}

/** INSERT, UPDATE, DELETE and MERGE wait (they take ROW EXCLUSIVE). */
export function blocksWrites(mode: LockMode): boolean {
  return conflict(mode, "RowExclusiveLock");
}

/** Negative, zero or positive, as for sorting: weaker first. */
export function compareLockModes(a: LockMode, b: LockMode): number {
  return lockModes.indexOf(a) - lockModes.indexOf(b);
}

export function strongest(first: LockMode, ...others: readonly LockMode[]): LockMode {
  return others.reduce((best, mode) => (compareLockModes(mode, best) > 0 ? mode : best), first);
}

/** As LOCK TABLE spells it: `ACCESS EXCLUSIVE`. */
export function sqlNameOf(mode: LockMode): string {
  return mode
    .slice(0, -"Lock".length)
    .replace(/(?<=[a-z])(?=[A-Z])/gu, " ")
    .toUpperCase();
}

/** From either spelling, `ACCESS EXCLUSIVE`, `access exclusive mode` or `AccessExclusiveLock`; undefined for anything else. */
export function lockModeOf(text: string): LockMode | undefined {
  const wanted = text.toLowerCase().replace(/[\s_]|mode$|lock$/gu, "");
  return lockModes.find((mode) => mode.slice(0, -"Lock".length).toLowerCase() === wanted);
}
