import type { SourceFile } from "./migration.js";
import type { Statement } from "./statement.js";

/** A name that exists before the change and not after it. */
export interface VanishingName {
  readonly kind: "relation" | "column" | "routine" | "type" | "enum value";
  readonly name: string;
  /** The relation of a column, the type of an enum's value: as it was called before the change. */
  readonly owner: string | null;
  /** What it is called afterwards; null where it is gone. */
  readonly to: string | null;
  /** The statement that drops or renames it. */
  readonly statement: Statement;
}

/** A line of the repository, outside of its migrations, that says an old name. */
export interface CodeReference {
  readonly file: string;
  readonly line: number;
  /** The line, trimmed and cut. */
  readonly text: string;
  /** `sure`: the database's own spelling, where it can mean nothing else. `likely`: an ORM's spelling, or nothing ties it to the table. */
  readonly certainty: "sure" | "likely";
  readonly where: "code" | "test" | "comment" | "docs";
}

export interface ReferencedName {
  readonly name: VanishingName;
  /** The worst first; all of them. */
  readonly references: readonly CodeReference[];
}

/** Files in which one of the words that were asked for stands, and what kept some from being searched. */
export interface CodeSearch {
  readonly files: readonly SourceFile[];
  readonly unseen: readonly { readonly what: string; readonly why: string }[];
}

/** What the code at head still calls by an old name. */
export interface CodeReferences {
  readonly names: readonly ReferencedName[];
  readonly unseen: CodeSearch["unseen"];
}
