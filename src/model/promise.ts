import type { Severity } from "./finding.js";
import type { PlannedScan } from "./old-code.js";
import type { Place } from "./place.js";
import type { StepError } from "./rehearsal.js";

/** When a promise is asked: before the change, after the ups, after the way back. */
export type PromiseMoment = "before" | "after" | "back";

/** What became of a promise of the team. `untested` holds like a broken one where its severity is error: nothing was seen. */
export interface PromiseOutcome {
  /** As its author named it, else its query. */
  readonly title: string;
  /** `plan`: by arithmetic alone, from the figures that the plan itself gives. */
  readonly moment: PromiseMoment | "plan";
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

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What the answer to a question has to be. Values are text, as people write them. */
export type Expectation =
  | { readonly kind: "compare"; readonly operator: Comparison; readonly value: string }
  | { readonly kind: "between"; readonly low: string; readonly high: string }
  | { readonly kind: "in"; readonly values: readonly string[] }
  | { readonly kind: "zero-rows" }
  /** The same rows as before the change; one number may differ by `percent`. */
  | { readonly kind: "as-before"; readonly percent: number };

/** Known exceptions: so many rows, or such a share of what is expected, away from it is still kept. */
export type Tolerance = { readonly kind: "count" | "percent"; readonly amount: number };

/** One thing to ask a rehearsal database. */
export interface Question {
  readonly moment: PromiseMoment;
  /** Right after this statement instead of at the end of its moment. */
  readonly statement: { readonly migration: string; readonly direction: "up" | "down"; readonly index: number } | null;
  readonly sql: string;
  /** `rows`: its rows. `speed`: how long it takes, and its plan. */
  readonly want: "rows" | "speed";
}

export type PromiseAnswer = {
  readonly question: Question;
} & (
  | { readonly kind: "rows"; readonly rows: readonly AnswerRow[]; readonly count: number }
  | { readonly kind: "speed"; readonly speed: MeasuredSpeed }
  | { readonly kind: "refused"; readonly error: StepError }
);

/** Values by column name, in the order of the columns. */
export type AnswerRow = Readonly<Record<string, unknown>>;

export interface MeasuredSpeed {
  /** Milliseconds of the executions, the shortest first. */
  readonly runs: readonly number[];
  /** 8 kB blocks that one execution touched. */
  readonly blocks: number;
  readonly scans: readonly PlannedScan[];
  /** Rows of the relations that it reads, when it was measured. */
  readonly rows: readonly { readonly relation: string; readonly rows: number }[];
  /** The plan where reading whole tables was made as expensive as can be: what an index could serve, one serves here. */
  readonly scansAvoided: readonly PlannedScan[];
}
