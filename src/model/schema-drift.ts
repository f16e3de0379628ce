import type { SchemaDifference } from "./rehearsal.js";

/** The schema that the migrations build, beside the one that the repository says there is. */
export interface SchemaDrift {
  /** The files that say it. */
  readonly files: readonly string[];
  /** Why they could not be built; null where they were. */
  readonly problem: { readonly file: string; readonly message: string } | null;
  /** `before` is what the files say, `after` what the migrations build. */
  readonly differences: readonly SchemaDifference[];
  /** Differences that settings let be. */
  readonly ignored: number;
}
