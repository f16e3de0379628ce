import type { Range } from "../model/impact.js";

/**
 * Logarithms of how far the truth lay from estimates of this kind, carried on PostgreSQL 15 from 200,000 rows and less:
 * nine in ten within a factor of about 1.6 at ten to 25 times the size. What reaches further is told wider, by judgment.
 */
const HERE = Math.log(1.25);
const NEAR = Math.log(1.6);
const NEAR_FACTOR = 20;
const PER_DECADE_BEYOND = Math.log(1.3);

/** Beyond this the points are of no curve, and the range would say nothing. */
const MOST_SCATTER = Math.log(2);

/** Fewer sizes than this do not show whether they agree. */
const ENOUGH_SIZES = 3;
const FEW_SIZES = Math.log(1.25);

/** At other sizes the server may join tables another way, and a mere scan finds nothing in memory that was all in memory here. */
const UNLIKE = Math.log(1.6);

export interface Reach {
  /** Production's size over the largest one measured. */
  readonly factor: number;
  /** Scatter of the points about their curve. */
  readonly scatter: number;
  readonly sizes: number;
  /** Several tables are worked on together, or one is only read. */
  readonly unlike?: boolean;
}

/** A value with the range in which the true one is expected. */
export function rangeOf(likely: number, { factor, scatter, sizes, unlike = false }: Reach): Range {
  const decades = Math.log10(Math.max(1, factor));
  const near = Math.log10(NEAR_FACTOR);
  const carried = decades <= near ? HERE + ((NEAR - HERE) * decades) / near : NEAR + PER_DECADE_BEYOND * (decades - near);
  const width = Math.hypot(
    carried,
    1.3 * Math.min(scatter, MOST_SCATTER),
    sizes < ENOUGH_SIZES ? FEW_SIZES : 0,
    unlike ? UNLIKE : 0,
  );
  return { low: likely / Math.exp(width), likely, high: likely * Math.exp(width) };
}
