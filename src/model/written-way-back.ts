import type { SchemaDifference, StepError } from "./rehearsal.js";

/** A way back that was written from the difference of two catalogs, and what came of running it. */
export interface WrittenWayBack {
  /** `loses-data` wins over the others: what it names does not come back, whatever the schema looks like. */
  readonly status: "restores" | "column-order" | "loses-data" | "drift" | "fails";
  readonly sql: string;
  /** One sentence each: `values of column public.users.email: the column was dropped`. */
  readonly cannotRestore: readonly string[];
  readonly differences: readonly SchemaDifference[];
  readonly error: StepError | null;
}
