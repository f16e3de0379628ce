import type { LockMode } from "../model/lock-mode.js";

/**
 * What Postgres does for one operation in one catalog: the single place where the project states it.
 * Relations are catalog keys (`schema.name`); a relation that the catalog lacks appears under its written name,
 * in `public` when unqualified. Relations that the operation itself creates are left out.
 */
export interface Effects {
  /** Strongest lock per relation, including those that the statement never names (parents, children, partitions, dependents). */
  readonly locks: readonly { readonly relation: string; readonly mode: LockMode }[];
  /** Tables whose storage is written anew. */
  readonly rewrites: readonly string[];
  /** Tables read in full, and why (`checks every row`, `builds an index`, …). */
  readonly scans: readonly { readonly relation: string; readonly reason: string }[];
  /** Indexes built from existing rows, by table: new ones and rebuilt ones. Each is also a scan of its table. */
  readonly indexBuilds: readonly { readonly relation: string; readonly index: string | null }[];
  /** Rows that the operation may change, when it changes data in bulk. */
  readonly changesRows: readonly { readonly relation: string; readonly bound: "all" | "filter" | "range" | "key" }[];
  /** True for statements that refuse to run inside a transaction block. */
  readonly needsNoTransaction: boolean;
}
