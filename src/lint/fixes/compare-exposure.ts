import { sqlNameOf } from "../../postgres/lock-modes.js";
import type { Exposure } from "./exposure.js";

/** A fix as it was seen beside the statement that it replaces, in words; null where it shows nothing less. */
export function compareExposure(before: Exposure, after: Exposure): string | null {
  if (after.refused !== null || [...after.closed].some((each) => !before.closed.has(each))) return null;
  const opened = [...before.closed].filter((each) => !after.closed.has(each));
  const words = [
    ...(before.refused === null ? [] : ["the server takes it, where it refused the statement"]),
    ...lockWords(before, after, opened),
    ...[...before.rewrites].filter((each) => !after.rewrites.has(each)).map((each) => `${bare(each)} was not written anew`),
    ...rowWords(before, after),
  ];
  return words.length === 0 ? null : `rehearsed: ${words.join("; ")}`;
}

/** Who waited before, and does no more: for each relation that this is true of. */
function lockWords(before: Exposure, after: Exposure, opened: readonly string[]): string[] {
  return [...before.locks].flatMap(([relation, mode]) => {
    const who = [
      ...(opened.includes(`reads of ${relation}`) ? ["readers"] : []),
      ...(opened.includes(`writes of ${relation}`) ? ["writers"] : []),
    ];
    if (who.length === 0) return [];
    const now = after.locks.get(relation);
    const lock = now === undefined ? `no work under a lock on ${bare(relation)}` : `${sqlNameOf(now)} on ${bare(relation)} during the work`;
    return [`${lock} instead of ${sqlNameOf(mode)}, ${who.join(" and ")} were not blocked`];
  });
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
