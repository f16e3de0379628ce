import type { History, SourceFile } from "../model/migration.js";
import type { ApplicationQuery } from "../model/old-code.js";

/** What the world before the change is made from. */
export interface WorldFiles {
  readonly history: History;
  readonly schema: readonly SourceFile[];
  readonly seed: readonly SourceFile[];
  readonly prelude: readonly SourceFile[];
}

/** All that stands around the change. */
export interface Surroundings extends WorldFiles {
  readonly queries: readonly ApplicationQuery[];
  /** What the repository says the schema is after the change. */
  readonly expected: readonly SourceFile[];
}
