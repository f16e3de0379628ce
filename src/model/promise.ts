import type { Severity } from "./finding.js";
import type { Place } from "./place.js";

/** When a promise is asked: before the change, after the ups, after the way back. */
export type PromiseMoment = "before" | "after" | "back";

/** What became of a promise of the team. `untested` holds like a broken one where its severity is error: nothing was seen. */
export interface PromiseOutcome {
  /** As its author named it, else its query. */
  readonly title: string;
  readonly moment: PromiseMoment;
  /** The query or assertion in SQL or words. */
  readonly asked: string;
  /** `= 0`, `between 300 and 310`, `at most 200 ms`. */
  readonly expected: string;
  /** What was there instead, or the same; null where it could not be asked. */
  readonly found: string | null;
  readonly status: "kept" | "broken" | "untested";
  readonly severity: Severity;
  /** Why it could not be asked, or which exceptions were tolerated. */
  readonly note: string | null;
  readonly place: Place | null;
}
