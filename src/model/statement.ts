import type { TransactionShape } from "./migration.js";
import type { Operation } from "./operation.js";
import type { PhaseName } from "./phase.js";
import type { Place } from "./place.js";
import type { Expectation, PromiseMoment, Tolerance } from "./promise.js";

/** One operation and where it stands: inside a statement, or inside a DO block or a routine body. */
export interface OperationSite {
  readonly operation: Operation;
  readonly place: Place;
  /** `do`: executed as part of a DO block; its conditions are unknown, so it *may* run. */
  readonly inside: "statement" | "do";
}

/** One statement as the server receives it, with its meaning. */
export interface Statement {
  /** Position in its script, from 0. COPY data does not count; a psql meta-command is a statement whose text begins with a backslash. */
  readonly index: number;
  /** Id of the migration. */
  readonly migration: string;
  readonly direction: "up" | "down";
  /** Exactly the text to send, without the closing semicolon. */
  readonly text: string;
  /** Rows that follow `COPY … FROM stdin`, without the closing `\.`; null otherwise. */
  readonly copyData: string | null;
  readonly place: Place;
  readonly operations: readonly OperationSite[];
  /** Pieces of the same number were sent to the server in one query message (see Script.pieces); statements of psql-like tools all differ. */
  readonly piece: number;
  /** Comments that address this statement. */
  readonly directives: readonly Directive[];
}

/** `-- migration-gate: allow <rule>: <reason>` and its kin. */
export type Directive =
  | {
      readonly kind: "allow";
      readonly rule: string;
      readonly reason: string;
      readonly place: Place;
      /** The last day on which it holds, `YYYY-MM-DD` in UTC. Absent: for good. */
      readonly until?: string;
    }
  | {
      readonly kind: "expect";
      readonly sql: string;
      /** As written. */
      readonly value: string;
      readonly place: Place;
      readonly expectation: Expectation;
      /** Absent: after the statement below, after the ups for a file, and after the way back in a file of the way back. */
      readonly moment?: PromiseMoment;
      readonly severity?: "warning";
      readonly tolerance?: Tolerance;
    }
  | { readonly kind: "irreversible"; readonly reason: string; readonly place: Place }
  | { readonly kind: "phase"; readonly phase: PhaseName; readonly place: Place }
  | { readonly kind: "malformed"; readonly text: string; readonly message: string; readonly place: Place };

/** A script that was read: its statements, and the directives that address the file (those above the first statement, or `irreversible` anywhere). */
export interface ReadScript {
  readonly migration: string;
  readonly direction: "up" | "down";
  readonly file: string;
  readonly transaction: TransactionShape;
  readonly statements: readonly Statement[];
  readonly directives: readonly Directive[];
}

/** Everything the change says, in the order its tool would run it. */
export interface ReadMigration {
  readonly id: string;
  readonly up: ReadScript;
  readonly down: ReadScript | null;
  /** A backfill: a program that asks for what is left to do, so that its statements alone are not what a second run sends. */
  readonly movesData?: boolean;
}

/** What a server needs of a script: enough to run it in its true transaction shape. A `ReadScript` is one. */
export interface RunnableScript {
  readonly migration: string;
  readonly file: string;
  readonly transaction: TransactionShape;
  readonly statements: readonly Pick<Statement, "index" | "text" | "copyData" | "piece">[];
}
