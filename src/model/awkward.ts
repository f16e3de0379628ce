import type { SchemaDifference, StepError } from "./rehearsal.js";

/** The change on tables that hold rows as awkward as their schema allows: NULLs, duplicates, orphans, extremes, every label. */
export interface AwkwardPath {
  readonly filled: readonly { readonly relation: string; readonly rows: number; readonly what: readonly string[] }[];
  /** Tables that took no such rows, and the server's reason. */
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
  /** Statements that the rows made fail, in the order met; after each, its tables got plain rows and the change was run anew. */
  readonly failures: readonly AwkwardFailure[];
  /** Every up ran in the end. */
  readonly completed: boolean;
  /** The schema after the ups differs from the one that the same files make without these rows. */
  readonly schemaDiffers: readonly SchemaDifference[];
  /** What going back did to these rows; null where it was not tried. */
  readonly back: {
    readonly error: (StepError & { readonly migration: string; readonly statement: number }) | null;
    readonly rowsLost: number;
    readonly valuesLost: number;
    /** `schema.table.column` whose values are gone or others. */
    readonly columns: readonly string[];
  } | null;
}

export interface AwkwardFailure {
  readonly migration: string;
  readonly statement: number;
  readonly error: StepError;
  /** Tables whose rows were in the way. */
  readonly relations: readonly string[];
}

/** The change from nothing but the files: no seed was run. */
export interface EmptyPath {
  readonly error: (StepError & { readonly migration: string; readonly statement: number }) | null;
  /** The schema after the ups differs from the one with rows. */
  readonly schemaDiffers: readonly SchemaDifference[];
}
