import { randomBytes } from "node:crypto";

/** Databases and the role of one run on a server that is not ours: `gate_1f0c9a2b7e44_1`, `gate_1f0c9a2b7e44_owner`. */
export interface ScratchNames {
  readonly role: string;
  database(at: number): string;
}

/** Matches the names of every run; a regular expression of Postgres. */
export const SCRATCH_PATTERN = "^gate_[0-9a-f]{12}_([0-9]+|owner)$";

/** Begins the comment of everything that we make; the server's time of making follows, in seconds. */
export const MARK = "migration-gate, made at ";

export function scratchNames(): ScratchNames {
  const run = randomBytes(6).toString("hex");
  return { role: `gate_${run}_owner`, database: (at) => `gate_${run}_${at}` };
}
