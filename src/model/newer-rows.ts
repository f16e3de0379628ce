import type { AwkwardPath } from "./awkward.js";
import type { StepError } from "./rehearsal.js";

/** The way back after the application has written rows on the new schema: as awkward as that one allows. */
export interface NewerRows {
  readonly filled: AwkwardPath["filled"];
  /** Where going back stopped, which it does not without these rows; null where it did not. */
  readonly error: (StepError & { readonly migration: string; readonly statement: number }) | null;
}
