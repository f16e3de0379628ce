import type { Prelude } from "../model/migration.js";
import type { ApplicationQuery, ReadRoutine } from "../model/old-code.js";
import type { Question } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { FixToTry } from "../model/rehearsed-fix.js";
import type { ReadMigration, RunnableScript } from "../model/statement.js";
import type { ExpectedSchema } from "./drift.js";
import type { GrowthWish } from "./growth/growth-wish.js";
import type { RowsWish } from "./representative/rows-wish.js";

/** What is rehearsed, and the world that it lands in. */
export interface RehearsalPlan {
  /** Run first, as superuser: bookkeeping tables, roles and schemas that a tool or platform makes. */
  readonly prelude: readonly Prelude[];
  /** Schema files, where they stand in for a history. */
  readonly schema: readonly RunnableScript[];
  /** Ups of the settled migrations, in order. */
  readonly settled: readonly RunnableScript[];
  readonly seed: readonly RunnableScript[];
  /** True when rows were given on purpose: a table without rows is then proven empty. Otherwise its rows stay unknown. */
  readonly representative: boolean;
  /** What is judged. */
  readonly proposed: readonly ReadMigration[];
  /** Why this engine, for the report. */
  readonly engineReason: string;
  /** Roles to make beforehand besides those that the SQL names. */
  readonly roles?: readonly string[];
  /** Time zone of the team's servers; absent: that of the engine. */
  readonly timeZone?: string;
  /** Up, down, up again and up on top only: nobody at work meanwhile, no awkward rows, no crash, no way back of our own. */
  readonly brief?: boolean;
  /** Code that runs on while the change is deployed; absent: nothing is asked of it. */
  readonly code?: CodeAround;
  /** Asked for fixes once the change was seen; absent: none is tried. */
  readonly fixes?: ProposeFixes;
  /** What the team promised, asked in the state before the change, after it and after the way back; absent: nothing. */
  readonly promises?: readonly Question[];
  /** Measures the change at several sizes of its tables; absent: at the size that is there only. */
  readonly growth?: GrowthWish;
  /** Fills the tables that the change touches; absent: they hold what the seed gives them. */
  readonly rows?: RowsWish;
  /** The schema that the repository says there is after the change; absent: nobody says so. */
  readonly expected?: ExpectedSchema;
  /** Told whenever something that takes over a second moves on. */
  readonly progress: (message: string) => void;
}

export interface CodeAround {
  /** The application's queries. */
  readonly queries: readonly ApplicationQuery[];
  /** Takes bodies in the database apart. */
  readonly readRoutine: ReadRoutine;
}

/** The worst finding's fix first. */
export type ProposeFixes = (seen: Rehearsal) => Promise<readonly FixToTry[]>;
