import type { BaselineEntry } from "../model/baseline.js";
import type { Catalog, Column, Index, Table, UserType } from "../model/catalog.js";
import type { CodeReferences } from "../model/code-reference.js";
import type { Evidence, Fix, Hazard, Severity, Witness } from "../model/finding.js";
import type { LockMode } from "../model/lock-mode.js";
import type { History, Migration } from "../model/migration.js";
import type { ReadElsewhere } from "../model/open-change.js";
import type { Operation, OperationKind, OperationOf } from "../model/operation.js";
import type { FalseTotal, MigrationPhase } from "../model/phase.js";
import type { Place } from "../model/place.js";
import type { PromiseOutcome } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { RelationName } from "../model/relation-name.js";
import type { OperationSite, ReadMigration, Statement } from "../model/statement.js";
import type { Effects } from "../postgres/effects.js";

/** What a rule needs of history at one operation. Rules keep no state. */
export interface Moment {
  readonly statement: Statement;
  readonly site: OperationSite;
  readonly migration: Migration;
  readonly change: Change;
  /** Major version of the server that production runs. */
  readonly serverMajor: number;
  /** The schema just before this operation. */
  readonly catalog: Catalog;
  /** What Postgres does for this operation here. */
  readonly effects: Effects;
  /** Key of a name under the search path: `schema.name`; `public.name` when it is unknown. */
  key(name: RelationName): string;
  table(name: RelationName): Table | undefined;
  column(table: RelationName, column: string): Column | undefined;
  index(name: RelationName): Index | undefined;
  indexesOf(table: RelationName): readonly Index[];
  type(name: { readonly schema: string | null; readonly name: string }): UserType | undefined;
  /** Other sessions may be using it: settled (or unknown to an incomplete catalog), and not temporary. Takes a name or a key. */
  isShared(table: RelationName | string): boolean;
  /** Shared, and not proven empty: work on it grows with production's rows. Takes a name or a key. */
  mayHoldRows(table: RelationName | string): boolean;
  /** Would this statement run inside a transaction block, by the tool's wrapping or by a BEGIN of its own? */
  readonly inTransaction: boolean;
  /** Locks that earlier statements of the same transaction still hold on shared relations, strongest per relation, with the statement that took each. */
  readonly heldLocks: readonly HeldLock[];
  /** Milliseconds in force at this statement; null when unset; 0 means switched off by the file. */
  readonly lockTimeoutMs: number | null;
  readonly statementTimeoutMs: number | null;
  /** Operations of the same change before and after this one, in the order they run (ups only). */
  readonly earlier: readonly PlacedOperation[];
  readonly later: readonly PlacedOperation[];
  /** Only those of these kinds: to be asked rather than all of a long change for each of its operations. */
  earlierOf(...kinds: readonly OperationKind[]): readonly PlacedOperation[];
  laterOf(...kinds: readonly OperationKind[]): readonly PlacedOperation[];
  /** Only those whose own `table` is this one, as the search path finds it at this moment. */
  earlierOn(table: RelationName): readonly PlacedOperation[];
  laterOn(table: RelationName): readonly PlacedOperation[];
}

export interface HeldLock {
  readonly relation: string;
  readonly mode: LockMode;
  readonly statement: Statement;
}

export interface PlacedOperation {
  readonly operation: Operation;
  readonly statement: Statement;
  readonly site: OperationSite;
  /** True when it runs in the same transaction as the moment's statement. */
  readonly sameTransaction: boolean;
}

/** The change as a whole. */
export interface Change {
  readonly history: History;
  readonly migrations: readonly ReadMigration[];
  /** The schema before the change. */
  readonly base: Catalog;
  readonly serverMajor: number;
  /** What others are about to merge. Absent where nobody looked. */
  readonly elsewhere?: ReadElsewhere;
  /** What the code still calls by a name that the change drops or renames. Absent where nobody looked. */
  readonly references?: CodeReferences;
  /** What became of the team's promises. Absent while the rehearsal goes on. */
  readonly promises?: readonly PromiseOutcome[];
  /** The phase of each migration, and what a step that takes something away waits for. Absent while the rehearsal goes on. */
  readonly phases?: readonly MigrationPhase[];
  /** Totals in words of the change that are not the sum of their parts. Absent while the rehearsal goes on. */
  readonly falseTotals?: readonly FalseTotal[];
}

/** One claim of a rule about one operation. Absent fields take the rule's. */
export interface Prediction {
  readonly table: RelationName | null;
  /** A sentence about the user's own table, then the consequence. */
  readonly message: string;
  readonly severity?: Severity;
  readonly hazard?: Hazard;
  readonly remedy?: string;
  readonly fix?: Fix;
  /** What a rehearsal would see. All must be seen to confirm; one that could be seen and was not refutes. Empty: nothing to see, stays predicted. */
  readonly witnesses: readonly Witness[];
}

interface RuleWords {
  /** Kebab case; also the file name and the page in docs/rules. */
  readonly id: string;
  /** `style`: a matter of taste, off unless the setting `style` or `rules` switches it on. */
  readonly preset?: "style";
  readonly hazard: Hazard;
  readonly severity: Severity;
  readonly title: string;
  /** What happens in production, one or two sentences, with the Postgres version from which it holds. */
  readonly effect: string;
  /** What to do instead. */
  readonly remedy: string;
  /** Section of the PostgreSQL manual or source that states the fact. */
  readonly source: string;
  /** The nearest rules of other tools, as data: `{ squawk: ["require-concurrent-index-creation"] }`. */
  readonly priorArt: Readonly<Record<string, readonly string[]>>;
  /** The docs page and the tests: each goes through the parser and a real Postgres. */
  readonly examples: Examples;
}

/** A rule about single operations of the proposed ups (and of downs where `directions` says so). */
export interface OperationRule<K extends OperationKind = OperationKind> extends RuleWords {
  readonly on: K | readonly K[];
  /** True where one finding for each table and transaction says it all, however many statements are concerned. */
  readonly oncePerTransaction?: boolean;
  /** Default: ups only. */
  readonly directions?: readonly ("up" | "down")[];
  predict(operation: OperationOf<K>, moment: Moment): Iterable<Prediction>;
}

/** A rule about the change as a whole: its files, its rollback, what the rehearsal saw. */
export interface ChangeRule extends RuleWords {
  readonly on: "change";
  judge(change: Change, rehearsal: Rehearsal | null): Iterable<ChangeFinding>;
}

export interface ChangeFinding {
  readonly migration: string | null;
  readonly direction?: "up" | "down";
  readonly statement?: number | null;
  readonly table?: RelationName | null;
  readonly place: Place;
  readonly message: string;
  readonly evidence: Evidence;
  readonly severity?: Severity;
  readonly hazard?: Hazard;
  readonly remedy?: string;
  readonly fix?: Fix;
  readonly proof?: string;
}

export type Rule = OperationRule<never> | ChangeRule;

export interface Examples {
  /** The settled world: schema and rows (give tables at least a few rows, or scans cannot be seen). */
  readonly before: string;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
}

/** A single up file as SQL, or files by path as a tool lays them out. */
export type Example =
  | string
  | {
      /** Why this one, in a few words. */
      readonly title?: string;
      readonly up: string;
      readonly down?: string;
      /** Transaction shape; default `file`. */
      readonly transaction?: "file" | "implicit" | "statement";
      readonly serverMajor?: number;
      /** The application's queries. */
      readonly queries?: string;
      /** The schema that is checked in. */
      readonly expectedSchema?: string;
      /** Findings that were there when the gate was adopted. */
      readonly baseline?: readonly BaselineEntry[];
    }
  | {
      readonly title?: string;
      readonly settled: Readonly<Record<string, string>>;
      readonly files: Readonly<Record<string, string | null>>;
      readonly format?: string;
      /** Files of other open pull requests by number, as if this one were number 7. */
      readonly openChanges?: Readonly<Record<number, Readonly<Record<string, string>>>>;
      /** Files that the base has gained since. */
      readonly merged?: Readonly<Record<string, string>>;
      /** Code around the migrations. */
      readonly code?: Readonly<Record<string, string>>;
      /** More settings. */
      readonly settings?: Readonly<Record<string, unknown>>;
      /** Days since when each settled file has been in the base. */
      readonly daysInBase?: Readonly<Record<string, number>>;
      /** What only a run of the tool itself tells. */
      readonly problems?: Change["history"]["problems"];
    };

/** Types one rule and widens it for the registry. */
export function defineRule<const K extends OperationKind>(rule: OperationRule<K>): Rule {
  return rule as unknown as Rule;
}

export function defineChangeRule(rule: Omit<ChangeRule, "on">): Rule {
  return { ...rule, on: "change" };
}
