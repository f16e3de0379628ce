import type { Rerun } from "../model/rehearsal.js";
import { compareSchemas } from "./compare.js";
import type { Failure } from "./failure.js";
import { compareRows } from "./rows.js";
import type { Snapshot } from "./snapshot.js";

export const NO_RERUN: Rerun = { status: "not-applicable", error: null };

/** What running the ups a second time did. */
export function judgeRerun(failure: Failure | null, before: Snapshot, after: Snapshot | null): Rerun {
  if (failure !== null || after === null) return { status: "fails", error: failure };
  const equal = compareSchemas(before.schema, after.schema).length === 0 && compareRows(before.rows, after.rows).length === 0;
  return { status: equal ? "idempotent" : "changes", error: null };
}
