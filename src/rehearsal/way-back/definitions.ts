import type { Fingerprint } from "../fingerprint.js";

export type Kind =
  | "schema"
  | "extension"
  | "enum"
  | "domain"
  | "composite type"
  | "range"
  | "collation"
  | "sequence"
  | "table"
  | "column"
  | "attribute"
  | "default"
  | "constraint"
  | "index"
  | "view"
  | "materialized view"
  | "function"
  | "procedure"
  | "aggregate"
  | "trigger"
  | "rule"
  | "policy"
  | "statistics"
  | "publication"
  | "event trigger"
  | "text search configuration"
  | "default privileges"
  | "other";

/** One object of a database, with enough said of it to make it again. */
export interface Definition {
  /** Catalog and oid (and column number): the same object has the same key before and after, whatever its name. */
  readonly key: string;
  readonly kind: Kind;
  /** What it is named within: its table, its type, else its schema. */
  readonly parent: string | null;
  /** Its own name, unquoted. */
  readonly local: string;
  /** The same as SQL takes it. */
  readonly ident: string;
  /** Its name as SQL takes it: qualified, quoted, functions with their arguments. */
  readonly name: string;
  /** Its catalog entry in oids and numbers, which renames of other objects leave alone. */
  readonly raw: string;
  /** Its definition in names. */
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
  /** What can be set and unset while the object stays: owner, privileges, comment, options. */
  readonly facets: Readonly<Record<string, string>>;
  /** Keys of what has to be there for it. */
  readonly needs: readonly string[];
  /** Keys of what takes it away when dropped, without CASCADE. */
  readonly owners: readonly string[];
  readonly age: number;
}

export interface Definitions {
  readonly objects: ReadonlyMap<string, Definition>;
  /** Says of the kinds that have no definition here that they changed. */
  readonly fingerprint: Fingerprint;
  /** Keys of the tables with rows. */
  readonly filled: ReadonlySet<string>;
}
