import { childrenOf, familyOf, indexesOf } from "../../catalog/dependents.js";
import { keyOf } from "../../catalog/key-of.js";
import type { Catalog, Table } from "../../model/catalog.js";
import type { LockMode } from "../../model/lock-mode.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Effects } from "../effects.js";
import { strongest } from "../lock-modes.js";

/** What the effects of an operation depend on besides the catalog. */
export interface EffectsContext {
  /** Major version of the server, such as 15. */
  readonly serverMajor: number;
  /** True when the session's TimeZone is UTC (or an alias of it) as the statement runs. */
  readonly timeZoneUtc: boolean;
}

/** Collects what one operation does. Asking for the same thing twice says it once. */
export class Recorder {
  readonly #locks = new Map<string, LockMode>();
  readonly #rewrites = new Set<string>();
  readonly #scans = new Map<string, string>();
  readonly #builds: { relation: string; index: string | null }[] = [];
  readonly #changes: Effects["changesRows"][number][] = [];
  #needsNoTransaction = false;

  constructor(
    readonly catalog: Catalog,
    readonly context: EffectsContext,
  ) {}

  key(name: RelationName): string {
    return keyOf(name, this.catalog);
  }

  table(key: string): Table | undefined {
    return this.catalog.tables.get(key);
  }

  /** In a complete catalog a relation that it lacks is not there, so that nothing happens to it. */
  isAbsent(key: string): boolean {
    const { catalog } = this;
    return catalog.complete && !catalog.tables.has(key) && !catalog.views.has(key) && !catalog.indexes.has(key);
  }

  lock(relations: string | readonly string[], mode: LockMode): void {
    for (const relation of typeof relations === "string" ? [relations] : relations) {
      const held = this.#locks.get(relation);
      this.#locks.set(relation, held === undefined ? mode : strongest(held, mode));
    }
  }

  /** The table with its partitions and inheritance children. */
  family(key: string): readonly string[] {
    return familyOf(key, this.catalog);
  }

  /** The table with its partitions; inheritance children are left out. */
  partitions(key: string): readonly string[] {
    return this.table(key)?.kind === "partitioned" ? familyOf(key, this.catalog) : [key];
  }

  /** Whom a key or an index of the table concerns: partitions always; 18 locks inheritance children too, though it gives them nothing. */
  heirs(key: string): readonly string[] {
    return this.context.serverMajor >= 18 ? this.family(key) : this.partitions(key);
  }

  /**
   * Partitioned tables hold no rows, and foreign ones hold them elsewhere. One in use whose partitions nobody has seen
   * stands for them: jobs and functions make partitions that no migration shows.
   */
  hasStorage(key: string): boolean {
    const table = this.table(key);
    if (table?.kind === "partitioned")
      return table.origin === "settled" && table.rows !== 0 && childrenOf(key, this.catalog).length === 0;
    return table === undefined || table.kind === "table";
  }

  scan(relations: string | readonly string[], reason: string): void {
    for (const relation of typeof relations === "string" ? [relations] : relations) {
      if (this.hasStorage(relation) && !this.#scans.has(relation)) this.#scans.set(relation, reason);
    }
  }

  build(relations: string | readonly string[], index: string | null): void {
    for (const relation of typeof relations === "string" ? [relations] : relations) {
      if (!this.hasStorage(relation)) continue;
      this.#builds.push({ relation, index });
      this.scan(relation, "builds an index");
    }
  }

  /** New storage, filled from elsewhere: nothing of the old is read. */
  replace(relation: string): void {
    this.#rewrites.add(relation);
  }

  /** New storage for the tables, and with it every index anew. */
  rewrite(relations: string | readonly string[]): void {
    for (const relation of typeof relations === "string" ? [relations] : relations) {
      if (!this.hasStorage(relation) || this.#rewrites.has(relation)) continue;
      this.#rewrites.add(relation);
      this.scan(relation, "writes every row anew");
      for (const { name } of indexesOf(relation, this.catalog)) this.build(relation, name);
    }
  }

  change(relation: string, bound: Effects["changesRows"][number]["bound"]): void {
    this.#changes.push({ relation, bound });
  }

  refusesTransaction(): void {
    this.#needsNoTransaction = true;
  }

  effects(): Effects {
    return {
      locks: [...this.#locks].map(([relation, mode]) => ({ relation, mode })),
      rewrites: [...this.#rewrites],
      scans: [...this.#scans].map(([relation, reason]) => ({ relation, reason })),
      indexBuilds: this.#builds,
      changesRows: this.#changes,
      needsNoTransaction: this.#needsNoTransaction,
    };
  }
}
