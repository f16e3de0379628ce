import type { Assessment } from "./model/assessment.js";
import type { History, SourceFile } from "./model/migration.js";
import type { Server } from "./rehearsal/engine.js";
import type { Settings } from "./settings/schema.js";

/** What lies outside of the product: implemented for the terminal and for GitHub, and in tests by real small ones. */
export interface World {
  readonly repository: Repository;
  readonly postgres: Postgres;
  readonly publishers: readonly Publisher[];
  readonly log: Log;
  /** Ends the run from outside: Ctrl-C, a cancelled job. */
  readonly signal: AbortSignal;
}

export interface Repository {
  /** What is settled and what is proposed. @throws ReportableError when there is nothing to judge and that is not proven. */
  history(request: HistoryRequest): Promise<History>;
  /** @throws ReportableError `repository/unreadable`. */
  files(paths: readonly string[]): Promise<readonly SourceFile[]>;
}

export type HistoryRequest = Pick<Settings, "migrations" | "format" | "base" | "schema" | "down" | "placeholders"> & {
  /** Paths given on the command line; empty when the change is taken from git. */
  readonly paths: readonly string[];
};

export interface Postgres {
  /** @throws ReportableError `engine/unavailable` or `engine/wrong-version`. */
  start(request: EngineRequest): Promise<{ readonly server: Server; readonly reason: string }>;
}

export interface EngineRequest {
  readonly choice: "auto" | "pglite" | "local" | "url";
  readonly major: number | null;
  readonly databaseUrl: string | null;
  /** The database that the URL names is a clone that may be used up. */
  readonly disposable: boolean;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Tells the assessment to somebody. No publisher can change a decision. */
export interface Publisher {
  readonly id: string;
  publish(assessment: Assessment): Promise<void>;
}

export interface Log {
  /** Something that takes over a second has begun or moved on. */
  progress(message: string): void;
  warn(message: string): void;
}
