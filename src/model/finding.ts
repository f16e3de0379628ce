import type { LockMode } from "./lock-mode.js";
import type { Place } from "./place.js";
import type { RelationName } from "./relation-name.js";

/** What a finding threatens: the words of the contract. */
export type Hazard =
  | "blocks-reads"
  | "blocks-writes"
  | "lock-then-work"
  | "locks-rows-in-bulk"
  | "data-loss"
  | "breaks-old-code"
  | "fails-on-data"
  | "cannot-run"
  | "polymorphic-fk"
  | "no-way-back"
  | "history"
  | "promise"
  | "security"
  | "advice";

/** `error`: can hurt production as the change stands. `warning`: worth a look. `info`: good to know. */
export type Severity = "error" | "warning" | "info";

/**
 * - `predicted`: from the SQL; nothing was rehearsed, or the engine could not see it.
 * - `confirmed`: predicted and seen.
 * - `observed`: seen, though nothing predicted it.
 * - `refuted`: predicted, could have been seen, did not happen; it never counts.
 */
export type Evidence = "predicted" | "confirmed" | "observed" | "refuted";

/** What the rehearsal would see if a prediction is true. Relations are keys, `schema.name`. */
export type Witness =
  | { readonly kind: "lock"; readonly relation: string; readonly atLeast: LockMode }
  | { readonly kind: "rewrite"; readonly relation: string }
  | { readonly kind: "scan"; readonly relation: string }
  /**
   * `rowsOf`: only rows of that relation make it fail, so going through says nothing where there are none. `mayBePassedBy`: it
   * stands where the run may not have come, as in a loop over rows, so going through says nothing.
   */
  | { readonly kind: "error"; readonly sqlstates: readonly string[]; readonly rowsOf?: string; readonly mayBePassedBy?: true }
  | { readonly kind: "rows-changed"; readonly relation: string | null }
  | { readonly kind: "gone"; readonly object: string }
  | { readonly kind: "different"; readonly object: string }
  | { readonly kind: "notice"; readonly includes: string };

/** A change to the text of one file; offsets are those of `place`. */
export interface Edit {
  readonly place: Place;
  readonly replacement: string;
}

export interface Fix {
  /** SQL to paste, complete and in order. */
  readonly sql: string;
  /** Local edits of the judged file, where the fix is one. */
  readonly edits: readonly Edit[];
  /** True once the fix was parsed, rehearsed, and its rule was silent. */
  readonly verified: boolean;
  /** Where the SQL belongs; absent: in place of the statement. `sketch`: a decision or an edit comes first, so it is not rehearsed. */
  readonly role?: "before" | "after" | "sketch";
  /** What ends otherwise than after the statement, on purpose; absent: nothing. */
  readonly differs?: string;
  /** What the rehearsal of the fix saw, before and after in words; absent where it was not rehearsed. */
  readonly proof?: string;
}

export interface Finding {
  /** Stable across runs: rule, object, statement text. */
  readonly id: string;
  readonly rule: string;
  readonly hazard: Hazard;
  readonly severity: Severity;
  readonly evidence: Evidence;
  readonly migration: string | null;
  readonly direction: "up" | "down";
  /** Index of the statement in its script; null for findings about files or the change as a whole. */
  readonly statement: number | null;
  readonly table: RelationName | null;
  readonly place: Place;
  /** A sentence about the user's own table, then the consequence. */
  readonly message: string;
  /** What to do instead, in words. */
  readonly remedy: string;
  readonly fix: Fix | null;
  /** What was seen, in words with numbers; null where nothing was. */
  readonly proof: string | null;
  readonly suppressed: { readonly reason: string } | null;
}
