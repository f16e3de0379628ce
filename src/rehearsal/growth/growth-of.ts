import { rootOf } from "../../catalog/root-of.js";
import type { Catalog } from "../../model/catalog.js";
import type { Growth, GrowthPoint, GrowthSeen, Work } from "../../model/growth.js";
import type { Step } from "../../model/rehearsal.js";
import { blockedDuring } from "./blocked-during.js";
import { type BestStep, isSame, type MeasuredSize } from "./run-sizes.js";

interface Around {
  readonly base: Catalog;
  /** Rows by key of the tables that were filled. */
  readonly production: ReadonlyMap<string, number>;
  readonly seen: readonly Step[];
}

/** Puts the sizes together, statement by statement: those that worked on tables that grow. */
export function growthOf(sizes: readonly MeasuredSize[], around: Around): GrowthSeen {
  const last = sizes.at(-1);
  if (last === undefined || sizes.length < 2) return { statements: [], unmeasured: [] };
  const statements = last.steps.flatMap((best): Growth[] => {
    const { relation, others } = worked(best, sizes, around);
    if (relation === null) return [];
    const points = sizes.flatMap((size) => pointOf(best.step, relation, size) ?? []);
    const { migration, statement, phase } = best.step;
    if (points.length < 2 || (phase !== "up" && phase !== "down")) return [];
    const step = around.seen.find((each) => isSame(each, best.step)) ?? best.step;
    const blocks = blockedDuring(step, step === best.step ? last.steps.map((each) => each.step) : around.seen);
    return [{ migration, statement, phase, relation, others, work: workOf(best, points), points, blocks }];
  });
  return { statements, unmeasured: [...unfilled(last), ...stopped(last)] };
}

function unfilled({ unfilled: tables }: MeasuredSize): GrowthSeen["unmeasured"] {
  return tables.map(({ relation, reason }) => ({
    what: `work on ${relation} at production's size`,
    why: `no rows could be made for it: ${reason}`,
  }));
}

function stopped({ failed }: MeasuredSize): GrowthSeen["unmeasured"] {
  if (failed === null) return [];
  const what = `${failed.migration}, from statement ${failed.statement + 1} ${failed.phase === "down" ? "of the way back " : ""}on, at production's size`;
  return [{ what, why: `it failed on the rows made for it: ${failed.error?.message ?? ""}` }];
}

/** Less of a table is a look-up. */
const LEAST_SHARE = 0.05;
/** Time that grows with the rows although nothing was seen of the work: on tables that the change makes itself. */
const UNSEEN_MS = 20;
const UNSEEN_GROWTH = 3;

/** The largest table in production that the step read or wrote in bulk decides. */
function worked(
  best: BestStep,
  sizes: readonly MeasuredSize[],
  around: Around,
): { relation: string | null; others: readonly string[] } {
  const { base, production } = around;
  const rows = new Map<string, number>();
  const add = (key: string, more: number) => rows.set(rootOf(key, base), (rows.get(rootOf(key, base)) ?? 0) + more);
  for (const scan of best.step.scans) add(scan.relation, scan.rows);
  for (const { relation, inserted, updated, deleted } of best.step.changes) add(relation, inserted + updated + deleted);
  for (const relation of best.step.rewrites) add(relation, sizes.at(-1)?.rows.get(rootOf(relation, base)) ?? 0);
  const bySize = (a: string, b: string) => (production.get(b) ?? 0) - (production.get(a) ?? 0);
  const here = sizes.at(-1)?.rows ?? new Map<string, number>();
  const found = [...rows]
    .filter(([key, done]) => production.has(key) && done > 0 && done >= LEAST_SHARE * (here.get(key) ?? 0))
    .map(([key]) => key)
    .sort(bySize);
  const [relation = null, ...others] = found;
  if (relation !== null) return { relation, others };
  const least = sizes[0]?.steps.find(({ step }) => isSame(step, best.step))?.ms ?? best.ms;
  const grows = best.ms >= UNSEEN_MS && best.ms >= UNSEEN_GROWTH * least;
  return { relation: grows ? ([...production.keys()].sort(bySize)[0] ?? null) : null, others: [] };
}

function pointOf(step: Step, relation: string, size: MeasuredSize): GrowthPoint | null {
  const best = size.steps.find((each) => isSame(each.step, step));
  const rows = size.rows.get(relation);
  if (best === undefined || rows === undefined) return null;
  const changed = best.step.changes.reduce((sum, each) => sum + each.inserted + each.updated + each.deleted, 0);
  return {
    rows,
    ms: best.ms,
    walBytes: best.step.walBytes,
    newBytes: best.newBytes,
    temporaryBytes: best.temporaryBytes,
    changed: Math.max(changed, best.step.rowsChanged),
  };
}

/** An index entry is never smaller in the log than this (an index tuple of eight bytes and its pointer). */
const LEAST_WAL_PER_ROW = 4;

function workOf({ step }: BestStep, points: readonly GrowthPoint[]): Work {
  if (step.rewrites.length > 0) return "rewrite";
  const largest = points.at(-1);
  if ((largest?.changed ?? 0) > 0) return "rows";
  return (largest?.walBytes ?? 0) >= LEAST_WAL_PER_ROW * (largest?.rows ?? 0) ? "build" : "scan";
}
