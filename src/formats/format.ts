import type { HistoryProblem, Migration, Prelude, SourceFile } from "../model/migration.js";

/** Reads one tool's files. `files` are all files below the migrations directory, paths relative to the repository root, sorted. */
export interface Format {
  readonly id: string;
  /** The tool's name as its users write it. */
  readonly title: string;
  /** How much speaks for this tool: 0 none … 1 certain, and the sign seen. */
  detect(files: readonly SourceFile[]): { readonly weight: number; readonly sign: string };
  /** All migrations, in the order the tool runs them, ups with their ways back. */
  read(files: readonly SourceFile[], options: FormatOptions): FormatResult;
  /** What the tool makes before the first migration: its bookkeeping table. */
  readonly prelude: readonly Prelude[];
}

export interface FormatOptions {
  /** Placeholder values by name, from settings. */
  readonly placeholders: Readonly<Record<string, string>>;
}

export interface FormatResult {
  readonly migrations: readonly Migration[];
  readonly problems: readonly HistoryProblem[];
}
