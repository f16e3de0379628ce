import type { Growth } from "../model/growth.js";
import type { Range } from "../model/impact.js";
import type { Statistics } from "../model/statistics.js";

/** Scans and row changes that come while the tables are closed to them; null where a rate of one is not known. */
export function requestsBlocked(blocks: Growth["blocks"], seconds: Range, statistics: Statistics): Range | null {
  let perSecond = 0;
  for (const { relation, reads, writes } of blocks) {
    const table = statistics.tables[relation];
    // An index or a view has no rates of its own; its table is in the list where it is closed.
    if (table === undefined) continue;
    if ((reads && table.readsPerSecond === null) || (writes && table.writesPerSecond === null)) return null;
    perSecond += (reads ? (table.readsPerSecond ?? 0) : 0) + (writes ? (table.writesPerSecond ?? 0) : 0);
  }
  if (!blocks.some(({ relation }) => relation in statistics.tables)) return null;
  return { low: perSecond * seconds.low, likely: perSecond * seconds.likely, high: perSecond * seconds.high };
}
