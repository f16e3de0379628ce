import type { Catalog } from "../model/catalog.js";
import type { Unseen } from "../model/coverage.js";
import type { GrowthSeen } from "../model/growth.js";
import type { Statistics } from "../model/statistics.js";
import { ageDays } from "./age-days.js";

/** Tables of a busy product gain a few percent a month: far less than the range of any estimate. */
const OLD_DAYS = 30;

/** What the statistics do not know, know wrongly, or knew long ago. Nothing here makes a verdict impossible. */
export function doubts(
  statistics: Statistics,
  base: Catalog | null,
  touched: readonly string[],
  growth: GrowthSeen | null,
  now: Date,
): readonly Unseen[] {
  return [
    ...old(statistics, now),
    ...touched.flatMap((key) => drift(key, statistics, base)),
    ...(growth?.unmeasured ?? []).map(({ what, why }) => unseen(what, why)),
  ];
}

function old(statistics: Statistics, now: Date): Unseen[] {
  const days = ageDays(statistics, now);
  if (days <= OLD_DAYS) return [];
  const why = `the statistics are ${days} days old (${statistics.takenAt.slice(0, 10)}); take them anew with \`migration-gate stats\``;
  return [unseen("production as it is today", why)];
}

function drift(key: string, { tables }: Statistics, base: Catalog | null): Unseen[] {
  const [there, here] = [tables[key], base?.tables.get(key)];
  if (there === undefined || here === undefined) return [];
  const known = Object.keys(there.columns);
  if (known.length === 0 || here.moreColumns === true) return [];
  const ours = here.columns.map(({ name }) => name);
  const only = (some: readonly string[], others: readonly string[]) => some.filter((name) => !others.includes(name));
  const [theirsOnly, oursOnly] = [only(known, ours), only(ours, known)];
  const parts = [
    ...(theirsOnly.length > 0 ? [`production has ${theirsOnly.join(", ")}, which the migrations do not make`] : []),
    ...(oursOnly.length > 0 ? [`the migrations make ${oursOnly.join(", ")}, which the statistics do not hold`] : []),
  ];
  return parts.length === 0 ? [] : [unseen(`${key} as production has it`, `its columns differ: ${parts.join("; ")}`)];
}

function unseen(what: string, why: string): Unseen {
  return { what, why, place: null, blocking: false };
}
