import type { Growth } from "./growth.js";

/** A range of seconds, bytes or requests: the true value is expected inside in nine of ten cases. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What one statement will cost in production, carried there from what was measured here. Measured and estimated are never mixed. */
export interface Impact {
  readonly migration: string;
  readonly statement: number;
  readonly phase: "up" | "down";
  /** Key of the table whose size decides, `schema.name`. */
  readonly relation: string;
  readonly work: Growth["work"];
  /** Sizes at which it was measured here, with the milliseconds of each. */
  readonly measured: readonly { readonly rows: number; readonly ms: number }[];
  readonly growth: "constant" | "linear" | "n log n";
  /** Rows in production, by its statistics. */
  readonly productionRows: number;
  /** `productionRows` over the largest size measured. */
  readonly factor: number;
  readonly statisticsTakenAt: string;
  readonly statisticsAgeDays: number;
  readonly estimate: {
    readonly seconds: Range;
    /** What standbys have to receive and replay, and archives to keep. */
    readonly walBytes: Range;
    /** Free space that it needs meanwhile, temporary files included; null where that was not seen. */
    readonly diskBytes: Range | null;
  };
  /** Who waits meanwhile, and with known rates how many requests that is. */
  readonly blocked: {
    readonly reads: boolean;
    readonly writes: boolean;
    /** Relations that nobody can read meanwhile; where there is none, those that nobody can write. */
    readonly relations: readonly string[];
    readonly requests: Range | null;
  };
  /** For backfills: milliseconds per 1,000 rows, measured at the largest size. */
  readonly msPerThousandRows: number | null;
  /** What the number leaves out, as sentences. */
  readonly caveats: readonly string[];
}
