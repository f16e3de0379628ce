import type { Place } from "./place.js";

/** Steps of a change that keeps old code running: add beside, fill, use the new, take the old away. */
export type PhaseName = "expand" | "backfill" | "switch" | "contract";

/** One migration of the change, and the phases that its operations belong to. */
export interface MigrationPhase {
  readonly migration: string;
  /** In the order of the phases; empty where nothing speaks for one. */
  readonly recognized: readonly PhaseName[];
  /** By a comment in its file, or else by the settings. */
  readonly declared: PhaseName | null;
  readonly declaredIn: "file" | "settings" | null;
  /** Of the declaration, else of the statement that speaks for the last of its phases. */
  readonly place: Place;
  /** What the operations that speak against the declared phase do: `drops column orders.note`. */
  readonly contradictions: readonly string[];
  /** Tables that it adds to, fills, switches or takes from: keys, `schema.name`. */
  readonly tables: readonly string[];
  /** Names that it takes away: `orders.note`. */
  readonly removes: readonly string[];
  /** Values or rows go with what it drops: they do not come back by themselves. */
  readonly losesData: boolean;
  /** Empty where it does not contract, or nobody set criteria. */
  readonly criteria: readonly ExitCriterion[];
}

/** What has to be true before something old is taken away. */
export interface ExitCriterion {
  readonly kind: "quiet-period" | "columns-agree" | "no-code-references";
  /** `unknown`: nobody could look; it holds like one that is not met. */
  readonly status: "met" | "unmet" | "unknown";
  /** `14 quiet days since 000002_expand reached the base`. */
  readonly asked: string;
  /** `5 of 14 days have passed`. */
  readonly found: string;
  /** The first day, `YYYY-MM-DD` in UTC, on which it will be met by time alone; null where time does not help, or it is met. */
  readonly from: string | null;
}

/** When a file reached a branch: the day of the commit that brought it there. */
export interface Reached {
  /** ISO 8601. */
  readonly at: string;
  /** False where the clone ends before it: it may have been there for longer. */
  readonly exact: boolean;
}

/** Words in which somebody tells what a change does: a title, a description, a commit message, a comment in SQL. */
export interface ClaimText {
  /** `the title of the pull request`, `commit 1a2b3c4d`, a file. */
  readonly source: string;
  readonly text: string;
  /** Place of a comment; absent for words outside of files. */
  readonly place?: Place;
}

/** A total that is given with its parts, and is not their sum. */
export interface FalseTotal {
  readonly source: string;
  readonly place: Place | null;
  readonly total: number;
  readonly parts: readonly number[];
  readonly sum: number;
  /** The words, cut. */
  readonly text: string;
}
