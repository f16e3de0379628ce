/**
 * How a tool runs one script.
 * - `file`: the tool opens one transaction around the file.
 * - `all`: one transaction around all pending migrations of the change.
 * - `implicit`: the whole file travels as one simple query, so several statements form an implicit
 *   transaction, a single one runs bare (PostgreSQL manual, 55.2.2.1 Multiple Statements in a Simple Query).
 * - `statement`: every statement on its own, as `psql -f` does.
 */
export type TransactionShape = "file" | "all" | "implicit" | "statement";

/** A file as it stands in the repository or on disk, decoded. `path` is relative to the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * One direction of a migration. `text` has the length and the lines of the whole file: what belongs to
 * the other direction, to front matter or to markers is blanked with spaces, so places need no arithmetic.
 */
export interface Script {
  readonly file: string;
  readonly text: string;
  readonly transaction: TransactionShape;
  /**
   * Set where a tool sends pieces that its own markers delimit (goose `StatementBegin`, Drizzle breakpoints):
   * half-open ranges of `text` in UTF-16 units. Absent: statements end as psql ends them.
   */
  readonly pieces?: readonly { readonly start: number; readonly end: number }[];
  /** False where a backslash at the start of a word is not a psql meta-command (every tool but psql itself). */
  readonly psql: boolean;
  /**
   * Set where `text` is what a tool was seen to send, and not the text of `file`: for each of `pieces` the line of `file`
   * that it most likely comes from. Places then are whole lines.
   */
  readonly recordedAt?: readonly number[];
}

export interface Migration {
  /** Stable and unique in a history: usually the file or folder name without its extension. */
  readonly id: string;
  /** What orders it, as its tool compares it; null where the tool has none (repeatables, single files). */
  readonly version: string | null;
  readonly up: Script;
  readonly down: Script | null;
  /** SHA-256 in hex of the bytes of every file that makes up this migration, in order up, down. */
  readonly digests: readonly { readonly file: string; readonly sha256: string }[];
  /** A backfill, or a check of another migration: the ways back of the migrations around it take back what it did. */
  readonly movesData?: boolean;
}

/** Something wrong with the history as a whole rather than with one statement. */
export interface HistoryProblem {
  readonly kind:
    | "settled-edited"
    | "settled-deleted"
    | "version-used-twice"
    | "version-below-settled"
    | "checksum-wrong"
    | "file-ignored"
    | "file-unreadable"
    | "down-without-up"
    | "backfill-incomplete";
  readonly file: string;
  readonly migration: string | null;
  readonly message: string;
}

/** `settled` is what the base already holds and builds the world; `proposed` is what this change adds and what is judged. */
export interface History {
  /** Id of the format that read it, such as `golang-migrate`. */
  readonly format: string;
  /** Why that format was chosen: the signs seen. */
  readonly formatReason: string;
  readonly settled: readonly Migration[];
  readonly proposed: readonly Migration[];
  readonly problems: readonly HistoryProblem[];
  /** SQL run before the first migration so that histories find what their tool or platform makes (bookkeeping tables, roles). */
  readonly prelude: readonly Prelude[];
}

export interface Prelude {
  readonly title: string;
  readonly sql: string;
}
