/** A range of seconds, bytes or rows: the true value is expected inside in nine of ten cases. */
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
  /** Sizes at which it was measured here, with the milliseconds of each. */
  readonly measured: readonly { readonly rows: number; readonly ms: number }[];
  readonly growth: "constant" | "linear" | "n log n";
  /** Rows in production, and where that number comes from. */
  readonly productionRows: number;
  /** `productionRows` over the largest size measured. */
  readonly factor: number;
  readonly statisticsTakenAt: string;
  readonly estimate: {
    readonly seconds: Range;
    readonly walBytes: Range | null;
    readonly diskBytes: Range | null;
  };
  /** Who waits meanwhile, and with known rates how many requests that is. */
  readonly blocked: {
    readonly reads: boolean;
    readonly writes: boolean;
    readonly requests: Range | null;
  };
  /** For backfills: milliseconds per 1,000 rows. */
  readonly msPerThousandRows: number | null;
  /** What the number leaves out, as sentences. */
  readonly caveats: readonly string[];
}
