import type { Assessment } from "./model/assessment.js";
import type { CodeSearch } from "./model/code-reference.js";
import type { History, SourceFile } from "./model/migration.js";
import type { Elsewhere } from "./model/open-change.js";
import type { ClaimText, Reached } from "./model/phase.js";
import type { KeepWorlds, Server } from "./rehearsal/engine.js";
import type { Settings } from "./settings/schema.js";

/** What lies outside of the product: implemented for the terminal and for GitHub, and in tests by real small ones. */
export interface World {
  readonly repository: Repository;
  readonly postgres: Postgres;
  /** Absent in a world that runs no code of the repository. */
  readonly commands?: Commands;
  /** A file that settings name, as it is in force: on a pull request the base's. Null where there is none. */
  settingsFile?(path: string): Promise<string | null>;
  /** What others are about to merge into the same branch. Absent where nobody can be asked. Never rejects for what it cannot see. */
  openChanges?(history: History, settings: Settings): Promise<Elsewhere>;
  /** What the author says of the change where it is proposed: title and description. Absent where there is no such place, null where it cannot be read. */
  described?(): Promise<readonly ClaimText[] | null>;
  readonly publishers: readonly Publisher[];
  readonly log: Log;
  /** What exceptions, quiet periods and the age of statistics are measured against. */
  readonly now: Date;
  /** Ends the run from outside: Ctrl-C, a cancelled job. */
  readonly signal: AbortSignal;
}

export interface Repository {
  /** What is settled and what is proposed. @throws ReportableError when there is nothing to judge and that is not proven. */
  history(request: HistoryRequest): Promise<History>;
  /** @throws ReportableError `repository/unreadable`. */
  files(paths: readonly string[]): Promise<readonly SourceFile[]>;
  /** Files of the code at head that hold one of these words; null where it cannot be searched, absent where there is no code. */
  search?(words: readonly string[]): Promise<CodeSearch | null>;
  /** When files came to a branch; those that it lacks are left out. Null where no git is there. */
  reached?(branch: string, files: readonly string[]): Promise<ReadonlyMap<string, Reached> | null>;
  /** What the commits of the change say of it. */
  messages?(base: string): Promise<readonly ClaimText[]>;
}

/** Gone when disposed, unless it is the working tree itself. */
export interface Workspace extends AsyncDisposable {
  /** Absolute. */
  readonly folder: string;
}

/** Runs commands of the repository: its own code, which may do whatever this process may. */
export interface Commands {
  /** `directory` in the working tree, or as it was where the change left `base`. @throws ReportableError */
  workspace(base: string | null, directory: string): Promise<Workspace>;
  run(request: CommandRequest): Promise<CommandResult>;
}

export interface CommandRequest {
  /** A line for the shell. */
  readonly line: string;
  readonly folder: string;
  /** Variables besides those of this process, whose secrets are left out. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends the command and all that it started. */
  readonly signal: AbortSignal;
  /** Told each line that the command prints. */
  readonly log: (line: string) => void;
}

export interface CommandResult {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  /** The end of what it printed. */
  readonly lastLines: readonly string[];
}

export type HistoryRequest = Pick<
  Settings,
  "migrations" | "format" | "base" | "schema" | "down" | "placeholders" | "layout" | "bookkeeping" | "command"
> & {
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
  /** Keeps the world before the change for later runs; null keeps nothing. */
  readonly keep: KeepWorlds | null;
  /** Whether any SQL of the run speaks of this extension. */
  readonly mentions: (extension: string) => boolean;
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
