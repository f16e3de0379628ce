import type { Probe } from "./probe.js";
import type { Relations } from "./relations.js";
import { differencesOf, type HeldLock, newLocks, rewritten, type StepDraft } from "./step-draft.js";

const NOTHING: Probe = { wal: 0, locks: new Map(), filenodes: new Map(), counts: new Map(), began: 0, ended: 0 };

/** The numbers that a tracer saw last, and the locks that its transaction holds: what a new look tells is what differs. */
export class SeenSoFar {
  #last: Probe = NOTHING;
  #open: HeldLock[] = [];
  /** Storage files by oid, across transactions. */
  readonly #files = new Map<number, number | null>();

  constructor(private readonly relations: Relations) {}

  get last(): Probe {
    return this.#last;
  }

  /** A transaction begins with these numbers. */
  startsFrom(probe: Probe): void {
    this.#last = probe;
  }

  /** Writes down what a statement of this transaction did. `from` and `now` are on the migration's own clock, in milliseconds. */
  compare(draft: StepDraft, after: Probe, from: number, now: number): void {
    const before = this.#last;
    draft.locksSeen = true;
    this.differ(draft, before, after);
    draft.locks = newLocks(before.locks, after.locks, this.relations).map((lock) => ({ ...lock, from, until: null }));
    // ROLLBACK TO lets go of what was locked since its savepoint.
    for (const lock of this.#open) if (!after.locks.get(lock.oid)?.has(lock.mode)) lock.until ??= now;
    this.#open = [...this.#open.filter(({ until }) => until === null), ...draft.locks];
    // Only what is held was asked; what earlier transactions left in the counters of other tables still stands.
    this.#last = { ...after, counts: new Map([...before.counts, ...after.counts]) };
  }

  /** Writes down what a statement outside of any block did, between two looks at everything. */
  differ(draft: StepDraft, before: Probe, after: Probe): void {
    draft.walBytes = Math.max(0, after.wal - before.wal);
    draft.rewrites = rewritten(after.filenodes, this.#files, this.relations);
    Object.assign(draft, differencesOf(before.counts, after.counts, this.relations));
  }

  /** These are the files before the next statement. */
  note({ filenodes }: Probe): void {
    for (const [oid, filenode] of filenodes) this.#files.set(oid, filenode);
  }

  /** The transaction ends, and with it every lock. */
  release(now: number): void {
    for (const lock of this.#open) lock.until ??= now;
    this.#open = [];
    this.#last = NOTHING;
  }

  /**
   * What the next transaction starts from, so that it need not be asked: null where a counter has moved, for those are
   * handed in between two messages at the server's own times, and only a zero stays one.
   */
  carried(): Probe | null {
    return this.#last.counts.size === 0 ? { ...NOTHING, wal: this.#last.wal } : null;
  }
}
