import type { Growth, GrowthPoint } from "../model/growth.js";
import type { Impact, Range } from "../model/impact.js";
import type { Statistics } from "../model/statistics.js";
import { ageDays } from "./age-days.js";
import { caveatsOf } from "./caveats-of.js";
import { type Fit, fitCurve, type Shape } from "./fit-curve.js";
import { productionRows } from "./production-rows.js";
import { type Reach, rangeOf } from "./range-of.js";
import { requestsBlocked } from "./requests-blocked.js";

export interface EstimateOptions {
  readonly statistics: Statistics;
  readonly now: Date;
  /** How many times as fast as this machine production works; 1 where nobody said. */
  readonly speed: number;
}

/** Carries what was measured here to production's size, the longest first. */
export function estimateImpacts(growths: readonly Growth[], options: EstimateOptions): readonly Impact[] {
  return growths
    .flatMap((growth) => impactOf(growth, options) ?? [])
    .sort((a, b) => b.estimate.seconds.likely - a.estimate.seconds.likely);
}

function impactOf(growth: Growth, { statistics, now, speed }: EstimateOptions): Impact | null {
  const rows = productionRows(growth.relation, statistics);
  const last = growth.points.at(-1);
  if (rows === null || last === undefined) return null;
  const shape = shapeOf(growth);
  const curve = (cost: (point: GrowthPoint) => number, as: Shape) =>
    fitCurve(
      growth.points.map((point) => ({ rows: point.rows, cost: cost(point) })),
      as,
    );
  const factor = rows / last.rows;
  const carried = (line: Fit, scale = 1): Range => rangeOf(line.at(rows) * scale, reachOf(growth, factor, line));
  const seconds = carried(
    curve(({ ms }) => ms, shape),
    1 / 1_000 / speed,
  );
  const space = growth.points.every(({ newBytes }) => newBytes !== null)
    ? carried(curve((point) => (point.newBytes ?? 0) + (point.temporaryBytes ?? 0), bulk(shape)))
    : null;
  const blocks = growth.blocks;
  const closed = blocks.some(({ reads }) => reads) ? blocks.filter(({ reads }) => reads) : blocks;
  return {
    migration: growth.migration,
    statement: growth.statement,
    phase: growth.phase,
    relation: growth.relation,
    work: growth.work,
    measured: growth.points.map(({ rows: at, ms }) => ({ rows: at, ms })),
    growth: shape,
    productionRows: rows,
    factor,
    statisticsTakenAt: statistics.takenAt,
    statisticsAgeDays: ageDays(statistics, now),
    estimate: { seconds, walBytes: carried(curve(({ walBytes }) => walBytes, bulk(shape))), diskBytes: space },
    blocked: {
      reads: blocks.some(({ reads }) => reads),
      writes: blocks.some(({ writes }) => writes),
      relations: closed.map(({ relation }) => relation),
      requests: requestsBlocked(blocks, seconds, statistics),
    },
    msPerThousandRows: growth.work === "rows" && last.changed > 0 ? (last.ms / last.changed) * 1_000 : null,
    caveats: caveatsOf(growth, { statistics, factor, speed, space }),
  };
}

function reachOf({ points, others, work }: Growth, factor: number, { scatter }: Fit): Reach {
  return { factor, scatter, sizes: points.length, unlike: others.length > 0 || work === "scan" };
}

/** What sorts or keeps indexes grows a little faster than its rows; a mere scan does not. */
function shapeOf({ work, points }: Growth): Shape {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "linear";
  const wider = last.rows / first.rows;
  const isLevel = last.ms < first.ms * Math.max(1.5, wider ** 0.25) && last.walBytes <= first.walBytes * 1.5 + 10_000;
  if (wider >= 3 && isLevel) return "constant";
  return work === "scan" ? "linear" : "n log n";
}

/** Bytes grow with the rows, however they are sorted. */
function bulk(shape: Shape): Shape {
  return shape === "constant" ? "constant" : "linear";
}
