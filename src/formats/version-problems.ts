import type { HistoryProblem, Migration } from "../model/migration.js";
import type { Format } from "./format.js";
import { compareDigits } from "./order.js";
import { nameOf } from "./path-parts.js";

/** Versions of the change that are used twice, or that come before what is settled. */
export function saidOfVersions(
  format: Format,
  settled: readonly Migration[],
  proposed: readonly Migration[],
  order: readonly Migration[],
): readonly HistoryProblem[] {
  const place = new Map(order.map((one, index) => [one.id, index]));
  const byVersion = new Map<string, Migration[]>();
  for (const migration of settled) note(byVersion, migration);
  return proposed.flatMap((migration) => {
    if (migration.version === null) return [];
    const others = byVersion.get(versionValue(migration.version)) ?? [];
    const twice = others.length > 0 ? [usedTwice(format, migration, others)] : null;
    note(byVersion, migration);
    if (twice !== null) return twice;
    const peers = settled.filter((other) => format.ordersTogether?.(other, migration) ?? true);
    const newest = newestAbove(migration, peers, place);
    return newest === null ? [] : [belowSettled(format, migration, newest)];
  });
}

function note(byVersion: Map<string, Migration[]>, migration: Migration): void {
  if (migration.version === null) return;
  const value = versionValue(migration.version);
  const same = byVersion.get(value);
  if (same === undefined) byVersion.set(value, [migration]);
  else same.push(migration);
}

/** Equal for versions that are one: `007` is `7`. */
function versionValue(version: string): string {
  return /^\d+$/u.test(version) ? version.replace(/^0+(?=.)/u, "") : version;
}

/** The last settled migration that the tool orders behind this one; null where there is none. */
function newestAbove(migration: Migration, settled: readonly Migration[], place: ReadonlyMap<string, number>): Migration | null {
  const own = place.get(migration.id) ?? -1;
  return (
    settled.findLast(
      (other) => other.version !== null && ((place.get(other.id) ?? -1) > own || isHigher(other.version, migration.version)),
    ) ?? null
  );
}

function isHigher(left: string, right: string | null): boolean {
  return right !== null && /^\d+$/u.test(left) && /^\d+$/u.test(right) && compareDigits(left, right) > 0;
}

function usedTwice(format: Format, migration: Migration, others: readonly Migration[]): HistoryProblem {
  const names = others.map((other) => nameOf(other.up.file)).join(" and ");
  const message = `Version ${migration.version} is used twice: by ${names} and by ${nameOf(migration.up.file)}. ${format.whenTwice}`;
  return { kind: "version-used-twice", file: migration.up.file, migration: migration.id, message };
}

function belowSettled(format: Format, migration: Migration, newest: Migration): HistoryProblem {
  const message = `Version ${migration.version} of ${migration.id} lies below ${newest.version}, which is settled (${newest.id}). ${format.whenLate}`;
  return { kind: "version-below-settled", file: migration.up.file, migration: migration.id, message };
}
