import type { Place } from "./place.js";
import type { RelationName } from "./relation-name.js";

/** A query that the application sends, as a file of queries or an export of `pg_stat_statements` holds it. */
export interface ApplicationQuery {
  /** As written. */
  readonly text: string;
  readonly place: Place;
  readonly name: string | null;
  /** How often it ran, where an export says. */
  readonly calls: number | null;
  /** What to prepare, with `$1` for parameters; several where the text can be read in more than one way, the likeliest first. */
  readonly readings: readonly QueryReading[];
}

export interface QueryReading {
  readonly sql: string;
  readonly inserts: readonly InsertShape[];
}

/** Which columns an INSERT fills. */
export interface InsertShape {
  readonly relation: RelationName;
  /** Names, or how many of the first columns when none are named; null when only the server can tell. */
  readonly columns: readonly string[] | number | null;
}

/** A part of a file of queries that is not tried, and why. */
export interface SkippedQuery {
  readonly place: Place;
  readonly reason: string;
}

export interface ServerRefusal {
  readonly message: string;
  readonly sqlstate: string;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** How a plan reads one relation. */
export interface PlannedScan {
  /** `public.orders`. */
  readonly relation: string;
  /** As the query calls it. */
  readonly alias: string;
  /** Names of the indexes read, whatever they are good for. */
  readonly indexes: readonly string[];
  /** A condition is looked up in an index, so not all of it is read. */
  readonly narrowed: boolean;
  /** Its rows go straight to a LIMIT, so reading stops early. */
  readonly streamed: boolean;
}

/** What a server says of one reading of a query. */
export interface PreparedReading {
  readonly refusal: ServerRefusal | null;
  readonly parameters: readonly string[];
  /** Null when nothing comes back, or when this server cannot tell. */
  readonly columns: readonly ResultColumn[] | null;
  readonly scans: readonly PlannedScan[];
  /** Every relation that the plan names. */
  readonly relations: readonly string[];
}

/** A query on one state of the database; one entry for each of its readings. */
export interface QueryState {
  readonly query: ApplicationQuery;
  readonly readings: readonly PreparedReading[];
}

export interface QueryChange {
  readonly query: ApplicationQuery;
  readonly status: "fails" | "result-changes" | "parameters-change" | "loses-index";
  readonly before: string;
  readonly after: string;
  readonly message: string;
  readonly sqlstate: string | null;
  readonly relations: readonly string[];
  /** Statements that were prepared before the change fail after it: cached plan must not change result type, 0A000. */
  readonly breaksPrepared: boolean;
}

export type DependentKind = "function" | "trigger" | "view" | "policy";

/** Code in the database that the change did not touch, worked before it, and fails after it. */
export interface DependentChange {
  readonly kind: DependentKind;
  readonly name: string;
  readonly message: string;
  readonly sqlstate: string;
}

/** One piece of code in the database and what the server refuses in it. */
export interface DependentState {
  readonly kind: DependentKind;
  readonly oid: number;
  readonly name: string;
  /** Its definition: when that changed, it is not old code. */
  readonly definition: string;
  /** Each piece that was tried, by a key that is the same before and after. */
  readonly tried: readonly { readonly key: string; readonly refusal: ServerRefusal | null }[];
}

/** A PL/pgSQL routine taken apart, so that each piece can be tried on its own. */
export interface RoutineText {
  /** Without parameters' defaults or starting values, which would run. `type` is as written; `record` has no shape of its own. */
  readonly variables: readonly { readonly name: string; readonly type: string }[];
  readonly pieces: readonly RoutinePiece[];
}

export interface RoutinePiece {
  /** A query; an expression reads `SELECT …`. A parameter `$1` reads `migration_gate_1`. */
  readonly sql: string;
  /** From 1 at the opening quote of the body. */
  readonly line: number;
  /**
   * `static`: variables of the routine may stand in it. `dynamic`: EXECUTE of a constant, where they may not.
   * `returned`: a query whose rows have to fit the routine's result.
   */
  readonly kind: "static" | "dynamic" | "returned";
  /** Queries that give records their shape before this piece runs, in order. */
  readonly shapes: readonly { readonly variable: string; readonly query: string }[];
  readonly inserts: readonly InsertShape[];
}

/** Takes the text of `pg_get_functiondef` apart; null when that is not sure to be right. */
export type ReadRoutine = (definition: string) => Promise<RoutineText | null>;

/** All that old code meets in one state of the database. */
export interface CodeState {
  readonly queries: readonly QueryState[];
  readonly dependents: readonly DependentState[];
}

export interface OldCode {
  /** How many queries were tried. */
  readonly queries: number;
  readonly changes: readonly QueryChange[];
  readonly dependents: readonly DependentChange[];
  /** Queries that this server refused before the change as well, so nothing is known of them. */
  readonly unreadable: readonly { readonly place: Place; readonly message: string }[];
}
