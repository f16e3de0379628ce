import type { Place } from "./place.js";

/** Something nobody looked at. `blocking` is true where a green verdict over it would be a guess. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
  readonly place: Place | null;
  readonly blocking: boolean;
}

export interface Coverage {
  /** Statements in the proposed ups. */
  readonly statements: number;
  readonly parsed: number;
  readonly executed: number;
  readonly unseen: readonly Unseen[];
}
