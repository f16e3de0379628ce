/** What a statement spends its time on; decides how that grows. */
export type Work =
  /** Rows are read and nothing is written: SET NOT NULL, CHECK, validation of a foreign key. */
  | "scan"
  /** An index, or something else that sorts, is built. */
  | "build"
  /** The whole table is written anew with its indexes. */
  | "rewrite"
  /** Rows are inserted, updated or deleted. */
  | "rows";

/** One statement at one size: the fastest of some tries. */
export interface GrowthPoint {
  /** Rows of the table that decides. */
  readonly rows: number;
  readonly ms: number;
  readonly walBytes: number;
  /** Files that came while it ran, before those that they replace are gone at COMMIT. Null where nobody could look. */
  readonly newBytes: number | null;
  /** Temporary files of sorts and hashes. Null where the server does not tell. */
  readonly temporaryBytes: number | null;
  /** Rows inserted, updated and deleted. */
  readonly changed: number;
}

/** How one statement's work grew with the table that decides, measured here. */
export interface Growth {
  readonly migration: string;
  readonly statement: number;
  readonly phase: "up" | "down";
  /** The largest in production of those that it worked on, `schema.name`; a partition stands as its partitioned table. */
  readonly relation: string;
  /** Other tables that it read or wrote. */
  readonly others: readonly string[];
  readonly work: Work;
  /** Smallest first. */
  readonly points: readonly GrowthPoint[];
  /** What others cannot do meanwhile, by its own locks and by those that its transaction holds from before. */
  readonly blocks: readonly { readonly relation: string; readonly reads: boolean; readonly writes: boolean }[];
}

/** All that was measured at several sizes, and what was not. */
export interface GrowthSeen {
  readonly statements: readonly Growth[];
  readonly unmeasured: readonly { readonly what: string; readonly why: string }[];
}
