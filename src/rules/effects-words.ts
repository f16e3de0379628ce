import { familyOf } from "../catalog/dependents.js";
import { rootOf } from "../catalog/root-of.js";
import type { Witness } from "../model/finding.js";
import type { LockMode } from "../model/lock-mode.js";
import type { RelationName } from "../model/relation-name.js";
import { blocksReads, blocksWrites, compareLockModes } from "../postgres/lock-modes.js";
import type { Moment } from "./rule.js";

/** A key `schema.name` as a name; `public` is left out, as people write it. */
export function nameOfKey(key: string): RelationName {
  const at = key.indexOf(".");
  const [schema, name] = [key.slice(0, at), key.slice(at + 1)];
  return { schema: schema === "public" ? null : schema, name };
}

/** The mode that the operation takes on a relation; undefined for none. */
export function lockOn(key: string, { effects }: Moment): LockMode | undefined {
  return effects.locks
    .filter(({ relation }) => relation === key)
    .map(({ mode }) => mode)
    .sort((a, b) => compareLockModes(b, a))[0];
}

/** Lock and scan of one relation, as a rehearsal would see them. */
export function lockAndScan(key: string, moment: Moment): readonly Witness[] {
  const mode = lockOn(key, moment);
  const scanned = moment.effects.scans.some(({ relation }) => relation === key);
  return [
    ...(mode === undefined ? [] : [{ kind: "lock", relation: key, atLeast: mode } as const]),
    ...(scanned ? [{ kind: "scan", relation: key } as const] : []),
  ];
}

/** Relations that hold production's rows and that the operation reads or writes in full. */
export function grownWork(moment: Moment): readonly string[] {
  const { scans, rewrites, indexBuilds, changesRows } = moment.effects;
  const relations = [
    ...scans.map(({ relation }) => relation),
    ...rewrites,
    ...indexBuilds.map(({ relation }) => relation),
    ...changesRows.filter(({ bound }) => bound === "all" || bound === "filter").map(({ relation }) => relation),
  ];
  return [...new Set(relations)].filter((relation) => moment.mayHoldRows(relation));
}

/** Of those, the table itself and what is below it: a partitioned table has its rows in its leaves. */
export function grownIn(table: RelationName, moment: Moment): readonly string[] {
  const family = new Set(familyOf(moment.key(table), moment.catalog));
  return grownWork(moment).filter((relation) => family.has(relation));
}

/** Tables by the one at the top of their partitions, so that a partitioned table is spoken of once. */
export function rootsOf(keys: readonly string[], moment: Moment): ReadonlyMap<string, readonly string[]> {
  const roots = new Map<string, string[]>();
  for (const key of keys) {
    const root = rootOf(key, moment.catalog);
    roots.set(root, [...(roots.get(root) ?? []), key]);
  }
  return roots;
}

/** Lock and work on the largest of these tables, as a rehearsal would see them. */
export function seenOn(keys: readonly string[], moment: Moment): readonly Witness[] {
  const rowsOf = (key: string) => moment.catalog.tables.get(key)?.rows ?? 0;
  const [largest] = keys.toSorted((a, b) => rowsOf(b) - rowsOf(a));
  if (largest === undefined) return [];
  if (!moment.effects.rewrites.includes(largest)) return lockAndScan(largest, moment);
  const lock = lockAndScan(largest, moment).filter(({ kind }) => kind === "lock");
  return [...lock, { kind: "rewrite", relation: largest }];
}

/** Who waits for a lock of this mode, in words. */
export function whoWaits(mode: LockMode): string {
  if (blocksReads(mode)) return "Reads and writes";
  return blocksWrites(mode) ? "Writes" : "Other schema changes";
}
