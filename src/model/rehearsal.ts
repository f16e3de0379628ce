import type { AwkwardPath, EmptyPath } from "./awkward.js";
import type { Catalog } from "./catalog.js";
import type { GeneratedRows } from "./generated-rows.js";
import type { GrowthSeen } from "./growth.js";
import type { LockMode } from "./lock-mode.js";
import type { NewerRows } from "./newer-rows.js";
import type { OldCode } from "./old-code.js";
import type { PromiseAnswer } from "./promise.js";
import type { RehearsedFix } from "./rehearsed-fix.js";
import type { SchemaDrift } from "./schema-drift.js";
import type { WrittenWayBack } from "./written-way-back.js";

export type Phase = "up" | "down" | "again" | "rerun";

/** What one statement did on the rehearsal server. Relations are `schema.name`. Only relations that existed before the change appear in `locks` and `blocks`. */
export interface Step {
  readonly migration: string;
  /** Index of the statement in its script. */
  readonly statement: number;
  readonly phase: Phase;
  readonly durationMs: number;
  readonly rowsChanged: number;
  readonly walBytes: number;
  /** Locks newly granted by this statement; `heldMs` runs from the grant to the release at COMMIT. */
  readonly locks: readonly { readonly relation: string; readonly mode: LockMode; readonly heldMs: number }[];
  /** What those locks keep waiting while they are held. */
  readonly blocks: readonly { readonly relation: string; readonly reads: boolean; readonly writes: boolean }[];
  /** Relations read in full or in bulk, with the rows read. Relations born in this change are left out. */
  readonly scans: readonly { readonly relation: string; readonly rows: number }[];
  /** Relations whose storage was replaced (relfilenode changed). */
  readonly rewrites: readonly string[];
  /** Rows inserted, updated and deleted, per relation. */
  readonly changes: readonly {
    readonly relation: string;
    readonly inserted: number;
    readonly updated: number;
    readonly deleted: number;
  }[];
  readonly notices: readonly { readonly severity: string; readonly message: string }[];
  readonly error: StepError | null;
  /** False where the engine could not see the locks of this statement (CONCURRENTLY on PGlite). */
  readonly locksSeen: boolean;
}

export interface StepError {
  readonly sqlstate: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** What it is about, where the server names it: `schema.name`, and the constraint. */
  readonly relation?: string | null;
  readonly constraint?: string | null;
}

/** One catalog entry that differs: `before` and `after` are definitions, null where it is absent. */
export interface SchemaDifference {
  readonly kind: string;
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface RowDifference {
  readonly table: string;
  readonly rowsBefore: number | null;
  readonly rowsAfter: number | null;
  /** Columns whose checksum over the rows differs. */
  readonly columns: readonly string[];
}

export interface Rollback {
  readonly status: "exact" | "column-order" | "drift" | "data-loss" | "fails" | "missing" | "irreversible" | "not-applicable";
  readonly durationMs: number;
  readonly differences: readonly SchemaDifference[];
  readonly rows: readonly RowDifference[];
  readonly rowsLost: number;
  /** Cells that were not null before and are gone after, where that can be counted. */
  readonly valuesLost: number;
  /** What the down scripts destroy that the ups did not create, and rows in tables that the ups created. */
  readonly destroys: readonly string[];
  readonly error: (StepError & { readonly migration: string; readonly statement: number }) | null;
  /** Migrations without a way back. */
  readonly missing: readonly string[];
  /** Schema after up again equals the schema after the first up; null when it did not get that far. */
  readonly upAgainEqual: boolean | null;
}

export interface Rerun {
  readonly status: "idempotent" | "fails" | "changes" | "not-applicable";
  readonly error: (StepError & { readonly migration: string; readonly statement: number }) | null;
}

export interface EngineUsed {
  readonly id: string;
  /** As the server names it: `15.18`. */
  readonly version: string;
  /** server_version_num, 150018. */
  readonly versionNumber: number;
  /** Why this engine, and what it cannot witness. */
  readonly reason: string;
  readonly cannotSee: readonly string[];
}

/** What the change made, counted: tables, types, indexes, keys, rows. */
export interface Created {
  readonly kind: string;
  readonly names: readonly string[];
}

/** A crash, and the same migration run again from its start. */
export interface Interruption {
  readonly migration: string;
  /** Index of the last statement that was done, or of the one that was cut off. */
  readonly statement: number;
  readonly cut: "after" | "during";
  /**
   * `converges`: the second run ends as an undisturbed one. `stuck`: it fails. `diverges`: it ends with another schema.
   * `invalid-index`: it ends, and an index that no query may use stays.
   */
  readonly outcome: "converges" | "stuck" | "diverges" | "invalid-index";
  readonly error: (StepError & { readonly statement: number }) | null;
  readonly invalidIndexes: readonly string[];
}

/** What real readers and writers of a table went through in sessions of their own, while the ups or the downs ran. */
export interface TableProbe {
  /** `schema.name`. */
  readonly relation: string;
  readonly phase: "up" | "down";
  readonly reads: Waits;
  readonly writes: Waits;
}

/** Milliseconds. */
export interface Waits {
  /** Longest time that one query took. */
  readonly worstMs: number;
  /** Sum of all that took clearly longer than in the calm. */
  readonly blockedMs: number;
  /** Longest time that one took before the change began. */
  readonly calmMs: number;
  readonly tries: number;
  /** The statement that ran, or had just run, when the longest wait began; null where nobody waited. */
  readonly during: { readonly migration: string; readonly statement: number } | null;
  /** What the server refused them, each once: what code that still runs would be told. */
  readonly refused: readonly StepError[];
}

export interface Rehearsal {
  readonly engine: EngineUsed;
  /** `completed`: every proposed up ran. `failed`: one did not. `no-world`: the world before the change could not be built. `stopped`: timeout, a dead server, a signal. */
  readonly outcome: "completed" | "failed" | "no-world" | "stopped";
  /** One sentence when the outcome is not `completed`. */
  readonly outcomeReason: string | null;
  /** The schema before the change, with rows counted; null when there was no world. */
  readonly base: Catalog | null;
  /** Where a settled migration or the schema failed, so that the world is not the real one. */
  readonly worldProblems: readonly { readonly file: string; readonly message: string; readonly sqlstate: string | null }[];
  readonly steps: readonly Step[];
  /** What the ups changed in the schema, object by object. */
  readonly schemaChanges: readonly SchemaDifference[];
  readonly created: readonly Created[];
  /** Rows in tables that existed before, counted before and after the ups. */
  readonly rowChanges: readonly RowDifference[];
  readonly invalidIndexes: readonly string[];
  /** Columns whose sequence was ahead of their rows before the ups and is not after them; absent where nobody looked. */
  readonly sequencesBehind?: readonly { readonly relation: string; readonly column: string }[];
  /** NOT VALID constraints of the ups that rows break after them; absent where nobody looked. */
  readonly brokenChecks?: readonly { readonly relation: string; readonly constraint: string }[];
  /** Relations whose size (with indexes and toast) the ups altered; null where it is not there. */
  readonly sizes: readonly {
    readonly relation: string;
    readonly beforeBytes: number | null;
    readonly afterBytes: number | null;
  }[];
  /** Bytes of temporary files that the ups wrote; null where the server does not say. */
  readonly temporaryBytes: number | null;
  readonly rollback: Rollback;
  /** Where no migration of the change has a down and none is declared irreversible; null otherwise. */
  readonly writtenWayBack: WrittenWayBack | null;
  readonly rerun: Rerun;
  /** What a crash leaves behind; empty where every migration is one transaction. */
  readonly interruption: readonly Interruption[];
  /** The same change on awkward rows; null where it touches no table that was there, or where no copy could be had. */
  readonly awkward: AwkwardPath | null;
  /** The way back from rows of the new schema; absent where it was not tried, or stops without them already. */
  readonly newerRows?: NewerRows;
  /** The same change without the seed; null where there is none, or where no copy could be had. */
  readonly empty: EmptyPath | null;
  /** What code that knows nothing of the change meets after it; null where it was not tried. */
  readonly oldCode: OldCode | null;
  /** Fixes of the worst findings, each in place of its statement; absent where none was tried. */
  readonly fixes?: readonly RehearsedFix[];
  /** What the rehearsal databases answered to the promises of the team; absent where none was asked. */
  readonly promises?: readonly PromiseAnswer[];
  /** The same statements at several sizes of their tables; absent where nobody asked. */
  readonly growth?: GrowthSeen;
  /** Beside the schema that is checked in; absent where none was given, or it was not compared. */
  readonly drift?: SchemaDrift;
  /** Rows made for the world before the change; absent where nobody asked. */
  readonly generated?: GeneratedRows;
  /** Empty where the engine has one session only, or the change touches no table that was there. */
  readonly probes: readonly TableProbe[];
  /** Milliseconds: engine start, world, whole. */
  readonly timings: { readonly startMs: number; readonly worldMs: number; readonly totalMs: number };
}
