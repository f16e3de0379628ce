import type { HistoryProblem, Migration, Prelude, SourceFile } from "../model/migration.js";
import type { Layout } from "../settings/layout.js";

/** Reads one tool's files. `files` are all files below the migrations directory, paths relative to the repository root, sorted. */
export interface Format {
  readonly id: string;
  /** The tool's name as its users write it. */
  readonly title: string;
  /**
   * How much speaks for this tool: 0 none … 1 certain, and the sign seen. `around` holds manifests of the folders
   * above (`Cargo.toml`, `go.mod`, …): some tools name their files alike and only these tell them apart.
   */
  detect(files: readonly SourceFile[], around: readonly SourceFile[]): Sign;
  /** All migrations, in the order the tool runs them, ups with their ways back. */
  read(files: readonly SourceFile[], options: FormatOptions): FormatResult;
  /** What the tool makes before the first migration: its bookkeeping table. */
  readonly prelude: readonly Prelude[];
  /** What the tool does with a new version below one that a database already has: a sentence for the reader. */
  readonly whenLate: string;
  /** What the tool does with two migrations of one version: a sentence for the reader. */
  readonly whenTwice: string;
  /** True for tools that read the files of one folder and none below it. */
  readonly isFlat?: boolean;
  /** Is a place before a settled migration a mistake? Absent: always. */
  ordersTogether?(left: Migration, right: Migration): boolean;
  /** True for migrations that the tool runs again whenever their text changes. */
  isRepeatable?(id: string): boolean;
  /**
   * True for files that are the whole schema at a moment and not a step: that of the base is settled, that of the change is
   * never judged, and migrations that the base holds already are in it, whatever they are written in.
   */
  isSnapshot?(id: string): boolean;
}

export interface Sign {
  readonly weight: number;
  /** As the end of «read as <tool> because …». */
  readonly sign: string;
}

export interface FormatOptions {
  /** Placeholder values by name, from settings. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** How a runner of one's own names and runs its files, from settings. */
  readonly layout?: Layout | undefined;
  /** The tool's own table where settings name another than its default, with its schema where they name one. */
  readonly bookkeeping?: string | undefined;
  /** The migrations directory, where it is known: what lies below it may all lie in one folder deeper. */
  readonly folder?: string | undefined;
}

export interface FormatResult {
  readonly migrations: readonly Migration[];
  readonly problems: readonly HistoryProblem[];
}
