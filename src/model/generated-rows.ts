import type { StepError } from "./rehearsal.js";

/** Tables of the world before the change that got rows made from their schema and production's statistics. */
export interface GeneratedRows {
  readonly tables: readonly { readonly relation: string; readonly rows: number }[];
  /** Tables that hold fewer than asked for, and why. */
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
  /** Where the change fails on these rows, so that it was rehearsed without them: they are no proof against it. */
  readonly refused: StepError | null;
}
