import type { Migration } from "./migration.js";
import type { ReadMigration } from "./statement.js";

/** What others are about to merge, or have merged since: as files say it, never run. */
export interface Elsewhere {
  /** Number of the pull request that is judged. */
  readonly own: number;
  /** Name of the branch that all of them go to. */
  readonly base: string;
  /** Migrations that the base has gained since the commit that the change is judged against. */
  readonly merged: readonly Migration[];
  readonly changes: readonly OpenChange[];
  /** What could not be looked at, and why. */
  readonly unseen: readonly { readonly what: string; readonly why: string }[];
}

/** Another open pull request to the same branch. */
export interface OpenChange {
  readonly number: number;
  readonly draft: boolean;
  readonly migrations: readonly Migration[];
}

/** The same with their SQL read. */
export interface ReadElsewhere extends Elsewhere {
  /** By number of the pull request. */
  readonly read: ReadonlyMap<number, readonly ReadMigration[]>;
}
