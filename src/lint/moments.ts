import { advance } from "../catalog/apply/advance.js";
import { CatalogDraft } from "../catalog/catalog-draft.js";
import { indexesOf } from "../catalog/dependents.js";
import { findColumn, findIndex, findTable, findType } from "../catalog/find-table.js";
import { keyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { LockMode } from "../model/lock-mode.js";
import type { Migration } from "../model/migration.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { OperationSite, ReadScript, Statement } from "../model/statement.js";
import { effectsOf } from "../postgres/effects-of.js";
import { compareLockModes } from "../postgres/lock-modes.js";
import type { Change, HeldLock, Moment } from "../rules/rule.js";
import { isShared, mayHoldRows } from "./presence.js";
import { SessionSettings } from "./session-settings.js";
import { type Placed, Surrounding } from "./surrounding.js";
import { type Standing, standingsOf } from "./transactions.js";

/** One run of scripts, up or down, with the moment of each of their operations. */
export interface Walk {
  readonly moments: readonly Moment[];
  readonly standings: ReadonlyMap<Statement, Standing>;
  /** The schema after the last operation. */
  readonly after: Catalog;
}

export interface WalkOptions {
  readonly change: Change;
  readonly migrations: ReadonlyMap<string, Migration>;
  readonly timeZoneUtc: boolean;
}

/** Walks scripts operation by operation, moving the catalog forward. */
export function walk(scripts: readonly ReadScript[], start: Catalog, options: WalkOptions): Walk {
  const standings = standingsOf(scripts);
  const placed: Placed[] = standings.flatMap((standing) => standing.statement.operations.map((site) => ({ standing, site })));
  const walker = new Walker(start, options, placed);
  let script: string | null = null;
  for (const standing of standings) {
    const { migration } = standing.statement;
    if (script !== null && script !== migration) walker.endScript();
    script = migration;
    walker.step(standing);
  }
  return {
    moments: walker.moments,
    standings: new Map(standings.map((standing) => [standing.statement, standing])),
    after: walker.catalog,
  };
}

class Walker {
  readonly moments: Moment[] = [];
  readonly #around: Surrounding;
  readonly #settings = new SessionSettings();
  #draft: CatalogDraft;
  #held: HeldLock[] = [];
  #transaction = 0;
  /** Where ROLLBACK and ROLLBACK TO go back to: the start of the transaction, without a name, and its savepoints in order. */
  #marks: readonly Mark[];
  #untilCommit: readonly RelationName[] = [];
  #position = 0;
  /** The path to go back to: of the session while SET LOCAL holds, and of the connection while a script runs. */
  #sessionPath: readonly string[] | null = null;
  readonly #firstPath: readonly string[];

  constructor(
    public catalog: Catalog,
    private readonly options: WalkOptions,
    placed: readonly Placed[],
  ) {
    this.#around = new Surrounding(placed);
    this.#draft = new CatalogDraft(catalog);
    this.#marks = [{ name: null, catalog, held: [] }];
    this.#firstPath = catalog.searchPath;
  }

  step(standing: Standing): void {
    const { statement, inTransaction } = standing;
    const migration = this.options.migrations.get(statement.migration);
    // The tool's own COMMIT is no statement: a new number says that it was there.
    if (standing.transaction !== this.#transaction) {
      this.#held = [];
      this.#marks = [{ name: null, catalog: this.catalog, held: [] }];
    }
    this.#transaction = standing.transaction;
    let heldBefore: readonly HeldLock[] = this.#held;
    let taken: HeldLock[] = [];
    for (const site of statement.operations) {
      this.#settings.apply(site.operation, inTransaction);
      // A DO block is one statement of many: what its first command locks is held while the next one works.
      const held = site.inside === "do" ? strongestOf([...heldBefore, ...taken]) : heldBefore;
      const { catalog } = this;
      if (migration !== undefined) taken.push(...this.#operation(site, standing, migration, held));
      // The lock is on the table, whatever it is called.
      const follow = followed(site.operation, catalog);
      if (follow !== null) [heldBefore, taken] = [heldBefore.map(follow), taken.map(follow)];
      this.#position++;
    }
    if (standing.ends) {
      this.#dropAtCommit();
      this.#held = [];
      this.#settings.endTransaction();
      if (this.#sessionPath !== null) this.#walkAlong(this.#sessionPath);
    } else {
      this.#held = strongestOf([...heldBefore, ...taken]);
    }
    this.#markOrGoBack(statement);
  }

  /** Temporary tables ON COMMIT DROP: outside of a transaction block they are gone at once. */
  #dropAtCommit(): void {
    if (this.#untilCommit.length === 0) return;
    const tables = this.#untilCommit;
    this.#untilCommit = [];
    const drop: Operation = { kind: "drop-table", tables, ifExists: true, cascade: true };
    advance({ draft: this.#draft, origin: "change", countsRows: true }, drop);
    this.catalog = this.#draft.snapshot();
  }

  /** What was made, and locked, since a savepoint is gone after ROLLBACK TO it, which stays (PostgreSQL manual, ROLLBACK TO SAVEPOINT). */
  #markOrGoBack({ operations, text }: Statement): void {
    const [site] = operations;
    if (site?.operation.kind !== "transaction" || site.inside !== "statement") return;
    const { action } = site.operation;
    const name = action === "rollback" ? null : savepointIn(text);
    if (action === "savepoint") {
      this.#marks = [...this.#marks, { name, catalog: this.catalog, held: this.#held }];
    } else if (action === "rollback-to" || action === "rollback") {
      const at = this.#marks.findLastIndex((mark) => mark.name === name);
      const mark = this.#marks[at];
      if (mark === undefined) return;
      this.#marks = this.#marks.slice(0, at + 1);
      this.#draft = new CatalogDraft(mark.catalog);
      this.catalog = mark.catalog;
      this.#held = [...mark.held];
    }
  }

  endScript(): void {
    this.#settings.endScript();
    this.#walkAlong(this.#firstPath);
  }

  #walkAlong(path: readonly string[]): void {
    this.#sessionPath = null;
    this.#draft.searchPath = path;
    this.catalog = this.#draft.snapshot();
  }

  #operation(site: OperationSite, standing: Standing, migration: Migration, heldLocks: readonly HeldLock[]): HeldLock[] {
    const { change } = this.options;
    const timeZoneUtc = this.#settings.timeZoneUtc(this.options.timeZoneUtc);
    const { catalog } = this;
    const { operation } = site;
    const { statement } = standing;
    const effects = effectsOf(operation, catalog, { serverMajor: change.serverMajor, timeZoneUtc });
    const position = this.#position;
    const around = this.#around;
    const key = (name: RelationName) => keyOf(name, catalog);
    this.moments.push({
      statement,
      site,
      migration,
      change,
      serverMajor: change.serverMajor,
      catalog,
      effects,
      key,
      table: (name) => findTable(name, catalog),
      column: (table, column) => findColumn(findTable(table, catalog), column),
      index: (name) => findIndex(name, catalog),
      indexesOf: (table) => indexesOf(keyOf(table, catalog), catalog),
      type: (name) => findType(name, catalog),
      isShared: (table) => isShared(table, catalog),
      mayHoldRows: (table) => mayHoldRows(table, catalog),
      inTransaction: standing.inTransaction,
      heldLocks,
      lockTimeoutMs: this.#settings.milliseconds("lock_timeout"),
      statementTimeoutMs: this.#settings.milliseconds("statement_timeout"),
      get earlier() {
        return around.earlier(position);
      },
      get later() {
        return around.later(position);
      },
      earlierOf: (...kinds) => around.earlierOf(position, kinds),
      laterOf: (...kinds) => around.laterOf(position, kinds),
      earlierOn: (table) => around.earlierOn(position, table, key),
      laterOn: (table) => around.laterOn(position, table, key),
    });
    this.#advance(operation, standing.inTransaction);
    return effects.locks
      .filter(({ relation }) => !catalog.indexes.has(relation) && isShared(relation, catalog))
      .map(({ relation, mode }) => ({ relation, mode, statement }));
  }

  #advance(operation: Operation, inTransaction: boolean): void {
    if (operation.kind === "set" && operation.name === "search_path") {
      // Outside of a transaction SET LOCAL only draws a warning (PostgreSQL manual, SET).
      if (operation.scope === "local" && !inTransaction) return;
      this.#sessionPath = operation.scope === "local" ? (this.#sessionPath ?? this.#draft.searchPath) : null;
    }
    advance({ draft: this.#draft, origin: "change", countsRows: true }, operation);
    this.catalog = this.#draft.snapshot();
    const isTable = operation.kind === "create-table" || operation.kind === "create-table-as";
    if (isTable && operation.untilCommit === true) this.#untilCommit = [...this.#untilCommit, operation.table];
  }
}

interface Mark {
  readonly name: string | null;
  readonly catalog: Catalog;
  readonly held: readonly HeldLock[];
}

/** The name is the last word: `ROLLBACK TRANSACTION TO SAVEPOINT before_view`. */
function savepointIn(text: string): string {
  const [, quoted, plain = ""] = /(?:"((?:[^"]|"")+)"|([^\s"]+))\s*$/u.exec(text) ?? [];
  return quoted ?? plain.toLowerCase();
}

function followed(operation: Operation, catalog: Catalog): ((lock: HeldLock) => HeldLock) | null {
  if (operation.kind !== "rename-table") return null;
  const from = keyOf(operation.table, catalog);
  const to = `${from.slice(0, from.indexOf("."))}.${operation.to}`;
  return (lock) => (lock.relation === from ? { ...lock, relation: to } : lock);
}

/** One entry a relation: the strongest mode, by the statement that took it first. */
function strongestOf(locks: readonly HeldLock[]): HeldLock[] {
  const best = new Map<string, { mode: LockMode; lock: HeldLock }>();
  for (const lock of locks) {
    const known = best.get(lock.relation);
    if (known === undefined || compareLockModes(lock.mode, known.mode) > 0) best.set(lock.relation, { mode: lock.mode, lock });
  }
  return [...best.values()].map(({ lock }) => lock);
}
