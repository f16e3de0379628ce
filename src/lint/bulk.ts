import { familyOf } from "../catalog/dependents.js";
import { rootOf } from "../catalog/root-of.js";
import type { Catalog } from "../model/catalog.js";
import type { Severity } from "../model/finding.js";
import type { Rehearsal, Step } from "../model/rehearsal.js";
import type { Statement } from "../model/statement.js";
import { mayHoldRows } from "./presence.js";

/** Rows from which the share of a table says something of production's. */
const MANY_ROWS = 1000;
const LARGE_SHARE = 0.2;
const SMALL_SHARE = 0.05;

/** What one statement changed of the rows that a table held before the change. */
export interface Share {
  /** The table at the top, where partitions changed. */
  readonly relation: string;
  readonly updated: number;
  readonly deleted: number;
  readonly rows: number;
  readonly weight: "large" | "middling" | "small";
  /** In words, with numbers. */
  readonly words: string;
}

/** Null where nothing was rehearsed, or the table held too few rows to tell. */
export function shareChanged(relation: string, statement: Statement, rehearsal: Rehearsal | null): Share | null {
  const step = rehearsal?.steps.find(
    ({ migration, statement: index, phase }) =>
      migration === statement.migration && index === statement.index && phase === statement.direction,
  );
  if (rehearsal?.base == null || step === undefined || step.error !== null) return null;
  return shareOf(relation, step, rehearsal.base);
}

/** Tables of which a statement changed a large share. */
export function largeShares(step: Step, base: Catalog): readonly Share[] {
  const tops = new Set(step.changes.map(({ relation }) => rootOf(relation, base)));
  return [...tops].flatMap((relation) => {
    const share = mayHoldRows(relation, base) ? shareOf(relation, step, base) : null;
    return share?.weight === "large" ? [share] : [];
  });
}

/** What was seen of a bulk change outweighs what its filter made of it. */
export function severityOfShare(share: Share | null, hazard: string): Severity | undefined {
  if (share?.weight === "large") return "error";
  // Few rows that are gone for good are still gone.
  return share?.weight === "small" && hazard === "locks-rows-in-bulk" ? "info" : undefined;
}

function shareOf(relation: string, step: Step, base: Catalog): Share | null {
  const family = familyOf(relation, base);
  const rows = family.reduce((sum, key) => {
    const table = base.tables.get(key);
    return table?.kind === "table" ? sum + (table.rows ?? 0) : sum;
  }, 0);
  if (rows < MANY_ROWS) return null;
  const own = step.changes.filter((change) => family.includes(change.relation));
  const updated = own.reduce((sum, change) => sum + change.updated, 0);
  const deleted = own.reduce((sum, change) => sum + change.deleted, 0);
  const share = (updated + deleted) / rows;
  const percent = share < 0.01 ? "less than 1" : Math.round(share * 100).toLocaleString("en-US");
  return {
    relation,
    updated,
    deleted,
    rows,
    weight: share >= LARGE_SHARE ? "large" : share < SMALL_SHARE ? "small" : "middling",
    words: `${(updated + deleted).toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows, ${percent} %`,
  };
}
