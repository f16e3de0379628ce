import { isLookUp } from "../catalog/is-look-up.js";
import type { Finding } from "../model/finding.js";
import { isEmptyByNow } from "../rules/needs-no-rows.js";
import type { Moment } from "../rules/rule.js";

/** Work that grows with the rows of the table, while others wait. */
const GROWS: ReadonlySet<Finding["hazard"]> = new Set(["blocks-reads", "blocks-writes", "locks-rows-in-bulk"]);

/**
 * What waits for work that grows with the table waits for next to nothing where the table is a list of a few kinds, or is empty
 * because nothing else gets this far: worth a warning, for the day that what came before is mended.
 */
export function concernsFewRows({ table, hazard }: Finding, moment: Moment): boolean {
  if (table === null || !GROWS.has(hazard)) return false;
  const key = moment.key(table);
  return isLookUp(key, moment.change.base) || isEmptyByNow(key, moment);
}
