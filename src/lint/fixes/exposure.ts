import type { LockMode } from "../../model/lock-mode.js";
import type { Step } from "../../model/rehearsal.js";
import type { ReadScript } from "../../model/statement.js";
import { blocksReads, blocksWrites, strongest } from "../../postgres/lock-modes.js";
import { standingsOf } from "../transactions.js";

/** What others go through while a change works: only locks under which something is read, written anew or changed. */
export interface Exposure {
  /** Strongest lock on each relation while its transaction works. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** Strongest lock on each relation, whether anything works under it or not. */
  readonly taken: ReadonlyMap<string, LockMode>;
  /** `reads of public.orders`, `writes of public.orders`. */
  readonly closed: ReadonlySet<string>;
  readonly rewrites: ReadonlySet<string>;
  /** Most rows of each relation that one transaction changed. */
  readonly rows: ReadonlyMap<string, number>;
  /** What the server refused first; null where it took everything. */
  readonly refused: string | null;
}

/** Adds up the traced steps of scripts, each transaction for itself. */
export function exposureOf(steps: readonly Step[], scripts: readonly ReadScript[]): Exposure {
  const locks = new Map<string, LockMode>();
  const taken = new Map<string, LockMode>();
  const rows = new Map<string, number>();
  for (const transaction of transactionsOf(steps, scripts)) {
    const held = new Map<string, LockMode>();
    const changed = new Map<string, number>();
    for (const step of transaction) {
      for (const { relation, mode } of step.locks) {
        held.set(relation, strongest(mode, held.get(relation) ?? mode));
        taken.set(relation, strongest(mode, taken.get(relation) ?? mode));
      }
      for (const { relation, updated, deleted } of step.changes)
        changed.set(relation, (changed.get(relation) ?? 0) + updated + deleted);
      if (!works(step)) continue;
      for (const [relation, mode] of held) locks.set(relation, strongest(mode, locks.get(relation) ?? mode));
    }
    for (const [relation, count] of changed) rows.set(relation, Math.max(count, rows.get(relation) ?? 0));
  }
  const closed = [...locks].flatMap(([relation, mode]) => [
    ...(blocksReads(mode) ? [`reads of ${relation}`] : []),
    ...(blocksWrites(mode) ? [`writes of ${relation}`] : []),
  ]);
  return {
    locks,
    taken,
    closed: new Set(closed),
    rewrites: new Set(steps.flatMap((step) => step.rewrites)),
    rows,
    refused: steps.find(({ error }) => error !== null)?.error?.message ?? null,
  };
}

function works({ scans, rewrites, changes }: Step): boolean {
  return (
    scans.length > 0 || rewrites.length > 0 || changes.some(({ inserted, updated, deleted }) => inserted + updated + deleted > 0)
  );
}

function transactionsOf(steps: readonly Step[], scripts: readonly ReadScript[]): Iterable<readonly Step[]> {
  const numbers = new Map(
    standingsOf(scripts).map(({ statement, transaction }) => [`${statement.migration} ${statement.index}`, transaction]),
  );
  const groups = new Map<number | undefined, Step[]>();
  for (const step of steps) {
    const number = numbers.get(`${step.migration} ${step.statement}`);
    groups.set(number, [...(groups.get(number) ?? []), step]);
  }
  return groups.values();
}
