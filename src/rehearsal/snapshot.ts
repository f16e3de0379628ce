import type { Session } from "./engine.js";
import { type Fingerprint, readFingerprint } from "./fingerprint.js";
import { type Rows, readRows } from "./rows.js";

/** Schema and rows at one moment. */
export interface Snapshot {
  readonly schema: Fingerprint;
  readonly rows: Rows;
}

export async function takeSnapshot(observer: Session, versionNumber: number): Promise<Snapshot> {
  return { schema: await readFingerprint(observer, versionNumber), rows: await readRows(observer) };
}
