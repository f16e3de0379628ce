import type { Migration } from "./migration.js";
import type { SchemaDifference, Step, StepError } from "./rehearsal.js";
import type { ReadMigration } from "./statement.js";

/** The change with one fix in place, ready to be rehearsed. */
export interface FixToTry {
  /** Keys of the findings that it answers. */
  readonly findings: readonly string[];
  readonly migrations: readonly Migration[];
  readonly proposed: readonly ReadMigration[];
}

/** What it did on a copy of the world before the change. */
export interface RehearsedFix extends FixToTry {
  readonly steps: readonly Step[];
  readonly error: StepError | null;
  /** What the change made of the schema this way. */
  readonly schemaChanges: readonly SchemaDifference[];
  /** Tables that held rows, so that work on them could show. */
  readonly filled: readonly string[];
}
