import type { LockMode } from "../../model/lock-mode.js";
import { blocksReads, blocksWrites, sqlNameOf } from "../../postgres/lock-modes.js";
import type { Exposure } from "./exposure.js";

/** A fix as it was seen beside the statement that it replaces, in words; null where it shows nothing less. */
export function compareExposure(before: Exposure, after: Exposure): string | null {
  if (after.refused !== null) return null;
  // What stands after a refused statement had no chance to show before.
  if (before.refused === null && [...after.closed].some((each) => !before.closed.has(each))) return null;
  const opened = [...before.closed].filter((each) => !after.closed.has(each));
  const words = [
    ...(before.refused === null ? [] : ["the server takes it, where it refused the statement"]),
    ...lockWords(before, after, opened),
    ...[...before.rewrites].filter((each) => !after.rewrites.has(each)).map((each) => `${bare(each)} was not written anew`),
    ...rowWords(before, after),
  ];
  return words.length === 0 ? null : `rehearsed: ${words.join("; ")}`;
}

/** Who waited before, and does no more: for each relation that this is true of, with the work first. */
function lockWords(before: Exposure, after: Exposure, opened: readonly string[]): string[] {
  const worked = [...before.locks].flatMap(([relation, mode]) => {
    const who = [
      ...(opened.includes(`reads of ${relation}`) ? ["readers"] : []),
      ...(opened.includes(`writes of ${relation}`) ? ["writers"] : []),
    ];
    const now = after.locks.get(relation);
    return who.length === 0 ? [] : [instead(relation, { was: mode, now, during: " during the work", who })];
  });
  const idle = [...before.taken].flatMap(([relation, mode]) => {
    const now = after.taken.get(relation);
    if (before.locks.has(relation) || after.locks.has(relation)) return [];
    const who = [
      ...(blocksReads(mode) && !(now !== undefined && blocksReads(now)) ? ["readers"] : []),
      ...(blocksWrites(mode) && !(now !== undefined && blocksWrites(now)) ? ["writers"] : []),
    ];
    return who.length === 0 ? [] : [instead(relation, { was: mode, now, during: "", who })];
  });
  return worked.length > 0 ? worked : idle;
}

interface Change {
  readonly was: LockMode;
  readonly now: LockMode | undefined;
  readonly during: string;
  readonly who: readonly string[];
}

function instead(relation: string, { was, now, during, who }: Change): string {
  const none = during === "" ? `no lock on ${bare(relation)}` : `no work under a lock on ${bare(relation)}`;
  const lock = now === undefined ? none : `${sqlNameOf(now)} on ${bare(relation)}${during}`;
  return `${lock} instead of ${sqlNameOf(was)}, ${who.join(" and ")} were not blocked`;
}

function rowWords(before: Exposure, after: Exposure): string[] {
  return [...before.rows].flatMap(([relation, most]) => {
    const now = after.rows.get(relation) ?? 0;
    return now >= most ? [] : [`at most ${now} rows of ${bare(relation)} changed in one transaction instead of ${most}`];
  });
}

function bare(relation: string): string {
  return relation.replace(/^public\./u, "");
}
