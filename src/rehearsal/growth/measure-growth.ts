import { rootOf } from "../../catalog/root-of.js";
import type { Catalog } from "../../model/catalog.js";
import type { GrowthSeen } from "../../model/growth.js";
import type { Step } from "../../model/rehearsal.js";
import { SqlError } from "../engine.js";
import type { Scene } from "../scene.js";
import { Stopped } from "../stopped.js";
import { growthOf } from "./growth-of.js";
import type { GrowthWish } from "./growth-wish.js";
import { productionRows } from "./production-rows.js";
import { type MeasuredSize, runSizes } from "./run-sizes.js";

/** One large statement may overrun what its predecessors promised. */
const OVERRUN = 1.5;

/**
 * Runs the change on copies of its world with ever more rows, within the budget. Estimates are a service: whatever goes
 * wrong here is told and takes nothing from the verdict. Rejects only where the rehearsal itself is stopped, or for a defect.
 * @param seen what the statements did in the rehearsal: whom they kept waiting.
 */
export async function measureGrowth(
  scene: Scene,
  base: Catalog,
  wish: GrowthWish,
  seen: readonly Step[],
  signal: AbortSignal,
): Promise<GrowthSeen> {
  const { stage, touched } = scene;
  if (!stage.copiesQuickly) return untold(stage.canCopy ? EMBEDDED : CLONE);
  const roots = [...new Set(touched.map((key) => rootOf(key, base)))];
  const sized = roots.map((key) => ({ key, rows: productionRows(key, base, wish.statistics) }));
  const unknown = sized
    .filter(({ rows }) => rows === null)
    .map(({ key }) => ({ what: `size of ${key} in production`, why: unknownWhy(key, wish) }));
  const production = new Map(
    sized.flatMap(({ key, rows }): [string, number][] => (rows === null || rows < 1 ? [] : [[key, rows]])),
  );
  if (production.size === 0) return { statements: [], unmeasured: unknown };
  const sizes: MeasuredSize[] = [];
  const within = AbortSignal.any([signal, AbortSignal.timeout(wish.budgetMs * OVERRUN)]);
  const problems: { what: string; why: string }[] = [...unknown];
  try {
    for await (const size of runSizes(scene, wish, production, within)) sizes.push(size);
    if (sizes.length === 1 && !isWhole(sizes[0], production)) problems.push({ what: GROWTH, why: USED_UP });
  } catch (error) {
    const why = signal.aborted ? null : reasonOf(error);
    if (why === null) throw error;
    if (sizes.length < 2) problems.push({ what: GROWTH, why });
  }
  const { statements, unmeasured } = growthOf(sizes, { base, production, seen });
  return { statements, unmeasured: [...problems, ...unmeasured] };
}

const EMBEDDED = "the embedded engine's times say little about a server's; engine `local` or `url` measures them";
const CLONE = "a clone is migrated at its full size, and what was measured there needs no estimate";

const GROWTH = "how the change grows with its tables";
const USED_UP = "the time for estimates (`estimate-seconds`) was used up before two sizes were measured";

/** Production is so small that it was measured itself. */
function isWhole(size: MeasuredSize | undefined, production: ReadonlyMap<string, number>): boolean {
  return size !== undefined && [...production].every(([key, rows]) => (size.rows.get(key) ?? 0) >= rows);
}

function untold(why: string): GrowthSeen {
  return { statements: [], unmeasured: [{ what: "how long the change takes in production", why }] };
}

function unknownWhy(key: string, { statistics }: GrowthWish): string {
  return key in statistics.tables
    ? "it was never analyzed there, so its rows are not known and nothing is estimated for it"
    : "the statistics do not know this table, so nothing is estimated for it; take them anew with `migration-gate stats`";
}

function reasonOf(error: unknown): string | null {
  if (error instanceof Stopped) return USED_UP;
  return error instanceof SqlError ? `a copy could not be filled: ${error.message}` : null;
}
