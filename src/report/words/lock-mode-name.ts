import type { LockMode } from "../../model/lock-mode.js";

/** `AccessExclusiveLock` as the PostgreSQL manual writes it (13.3 Explicit Locking): `ACCESS EXCLUSIVE`. */
export function lockModeName(mode: LockMode): string {
  return mode
    .replace(/Lock$/u, "")
    .replace(/(?<=[a-z])(?=[A-Z])/gu, " ")
    .toUpperCase();
}
