import type { Assessment } from "../../model/assessment.js";
import { listed } from "../words/count.js";

export interface OfferedWayBack {
  /** What it is, or why there is none, in a sentence. */
  readonly sentence: string;
  /** To paste; null where it did not restore everything. */
  readonly sql: string | null;
}

/** What was written for a change without downs. Offered only after it was run and brought everything back. */
export function writtenWayBack({ rehearsal }: Assessment): OfferedWayBack | null {
  const written = rehearsal?.writtenWayBack ?? null;
  if (written === null) return null;
  const { status, cannotRestore, error, sql } = written;
  if ((status === "restores" || status === "column-order") && cannotRestore.length === 0) {
    const order = status === "column-order" ? "; only the order of columns differs" : "";
    return { sentence: `Written from the difference of the catalogs, run here, and it restored everything${order}:`, sql };
  }
  if (cannotRestore.length > 0)
    return { sentence: `None can be written that brings back ${listed(cannotRestore, 5)}.`, sql: null };
  if (error !== null) return { sentence: `None could be written that works: ${error.message}.`, sql: null };
  return { sentence: "None could be written that restores the schema.", sql: null };
}
