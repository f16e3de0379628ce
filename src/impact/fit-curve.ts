/** How a cost grows with the rows. */
export type Shape = "constant" | "linear" | "n log n";

export interface Fit {
  readonly shape: Shape;
  /** Part of the cost that any size pays. */
  readonly fixed: number;
  readonly perUnit: number;
  /** Typical distance of the points from the curve: the standard deviation of the logarithms of their ratios. */
  readonly scatter: number;
  at(rows: number): number;
}

export interface FitPoint {
  readonly rows: number;
  readonly cost: number;
}

/** Under this nothing is told apart from noise. */
const LEAST_COST = 1e-6;

/**
 * Weighted least squares of `fixed + perUnit × g(rows)`. Each point weighs by the inverse of its square, so that an error
 * counts by its share and not by its milliseconds: the largest one alone would decide otherwise. Neither part is negative.
 */
export function fitCurve(points: readonly FitPoint[], shape: Shape): Fit {
  const usable = points.filter(({ rows, cost }) => rows > 0 && Number.isFinite(cost));
  const samples = usable.map(({ rows, cost }) => {
    const held = Math.max(cost, LEAST_COST);
    return { x: unitsOf(rows, shape), y: held, w: 1 / held ** 2 };
  });
  const { fixed, perUnit } = solve(samples, shape);
  const at = (rows: number) => fixed + perUnit * unitsOf(rows, shape);
  return { shape, fixed, perUnit, scatter: scatterOf(samples, fixed, perUnit), at };
}

function unitsOf(rows: number, shape: Shape): number {
  if (shape === "constant" || rows <= 0) return 0;
  return shape === "linear" ? rows : rows * Math.log2(Math.max(2, rows));
}

interface Sample {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

function solve(samples: readonly Sample[], shape: Shape): { fixed: number; perUnit: number } {
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + sample.w * of(sample), 0);
  const weight = sum(() => 1);
  if (weight === 0) return { fixed: 0, perUnit: 0 };
  const [x, y] = [sum((each) => each.x) / weight, sum((each) => each.y) / weight];
  if (shape === "constant") return { fixed: y, perUnit: 0 };
  const spread = sum((each) => (each.x - x) ** 2);
  const through =
    sum((each) => each.x * each.y) /
    Math.max(
      Number.MIN_VALUE,
      sum((each) => each.x ** 2),
    );
  // One size cannot tell the two parts apart: all of it counts as growing, which never promises too little.
  if (spread <= x ** 2 * weight * 1e-9) return { fixed: 0, perUnit: through };
  const perUnit = sum((each) => (each.x - x) * (each.y - y)) / spread;
  if (perUnit <= 0) return { fixed: y, perUnit: 0 };
  const fixed = y - perUnit * x;
  return fixed < 0 ? { fixed: 0, perUnit: through } : { fixed, perUnit };
}

function scatterOf(samples: readonly Sample[], fixed: number, perUnit: number): number {
  // Two points leave one curve through both: nothing is known of their noise.
  if (samples.length < 3) return 0;
  const squares = samples.map(({ x, y }) => Math.log(y / Math.max(LEAST_COST, fixed + perUnit * x)) ** 2);
  return Math.sqrt(squares.reduce((total, square) => total + square, 0) / (samples.length - 2));
}
