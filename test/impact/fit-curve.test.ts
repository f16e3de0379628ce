import { expect, test } from "vitest";
import { fitCurve } from "../../src/impact/fit-curve.js";
import { rangeOf } from "../../src/impact/range-of.js";

const SIZES = [10_000, 30_000, 100_000, 200_000];
const pointsOf = (cost: (rows: number) => number) => SIZES.map((rows) => ({ rows, cost: cost(rows) }));

test("a straight line is found again, with its fixed part", () => {
  const line = fitCurve(
    pointsOf((rows) => 30 + rows * 0.002),
    "linear",
  );
  expect(line.fixed).toBeCloseTo(30, 6);
  expect(line.at(5_000_000)).toBeCloseTo(10_030, 3);
  expect(line.scatter).toBeLessThan(1e-6);
});

test("what sorts is carried higher than in proportion", () => {
  const points = pointsOf((rows) => 5 + rows * Math.log2(rows) * 1e-4);
  const truth = 5 + 5_000_000 * Math.log2(5_000_000) * 1e-4;
  expect(fitCurve(points, "n log n").at(5_000_000)).toBeCloseTo(truth, 2);
  expect(fitCurve(points, "linear").at(5_000_000)).toBeLessThan(truth);
});

test("an error counts by its share: the largest size alone does not decide", () => {
  const points = pointsOf((rows) => rows * 0.001).map(({ rows, cost }) => ({ rows, cost: rows === 200_000 ? cost * 2 : cost }));
  const carried = fitCurve(points, "linear").at(5_000_000);
  expect(carried).toBeGreaterThan(5_000);
  expect(carried).toBeLessThan(8_000);
});

test("neither part is ever negative, and one size counts as growing", () => {
  const steep = fitCurve(
    pointsOf((rows) => rows * 0.001 - 9),
    "linear",
  );
  expect(steep.fixed).toBe(0);
  const falling = fitCurve(
    pointsOf((rows) => 100 - rows * 1e-4),
    "linear",
  );
  expect(falling.perUnit).toBe(0);
  expect(falling.at(5_000_000)).toBeGreaterThan(0);
  expect(fitCurve([{ rows: 1_000, cost: 10 }], "linear").at(10_000)).toBeCloseTo(100, 6);
  expect(fitCurve([], "linear").at(10_000)).toBe(0);
});

test("the range widens with the factor, with scatter, and with too few sizes", () => {
  const width = (reach: Parameters<typeof rangeOf>[1]) => {
    const { low, likely, high } = rangeOf(10, reach);
    expect(low).toBeLessThan(likely);
    expect(likely).toBeLessThan(high);
    return high / likely;
  };
  const near = width({ factor: 20, scatter: 0, sizes: 4 });
  expect(near).toBeCloseTo(1.6, 1);
  expect(width({ factor: 1, scatter: 0, sizes: 4 })).toBeLessThan(near);
  expect(width({ factor: 2_000, scatter: 0, sizes: 4 })).toBeGreaterThan(near);
  expect(width({ factor: 20, scatter: 0.5, sizes: 4 })).toBeGreaterThan(near);
  expect(width({ factor: 20, scatter: 0, sizes: 4, unlike: true })).toBeGreaterThan(near);
  expect(width({ factor: 20, scatter: 0, sizes: 2 })).toBeGreaterThan(near);
});
